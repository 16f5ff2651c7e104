/**
 * Refuses a pad given as one number where window or strides are not square.
 *
 * tfjs-core 4.22 computes the output's width from the height's figures then,
 * and XNNPACK, which knows better, writes beyond the memory it was given.
 *
 * @module
 */

import type * as tf from "@tensorflow/tfjs";
import type { RunKernel, WasmKernel } from "./wasm_backend.ts";

/** What convolutions and poolings are given, as far as it matters here. */
interface Attributes {
  pad: unknown;
  strides: number | [number, number];
  /** Of a pooling; a convolution's window is its filter's. */
  filterSize?: number | [number, number];
}

/** The shipped kernels, behind that check. */
export const refuseUnevenPad: WasmKernel[] = [
  "AvgPool",
  "Conv2D",
  "DepthwiseConv2dNative",
  "FusedConv2D",
  "FusedDepthwiseConv2D",
  "MaxPool",
].map((name) => ({
  name,
  run(
    inputs: { filter?: tf.TensorInfo },
    attributes: Attributes,
    backend,
    shipped: RunKernel,
  ) {
    const { pad, strides, filterSize } = attributes;
    const window = inputs.filter?.shape.slice(0, 2) ?? filterSize!;
    if (typeof pad === "number" && !(isSquare(window) && isSquare(strides))) {
      throw new RangeError(
        `${name} with window ${window} and strides ${strides} needs its pad as [[0, 0], [top, bottom], [left, right], [0, 0]], got ${pad}`,
      );
    }
    return shipped(inputs, attributes, backend);
  },
}));

function isSquare(sizes: number | number[]): boolean {
  const [height, width = height] = [sizes].flat();
  return height === width;
}
