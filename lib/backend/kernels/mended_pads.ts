/**
 * Pads with which the shipped kernels of tfjs 4.22 go wrong without an error.
 *
 * A pad given as one number where window or strides are not square: tfjs-core
 * computes the output's width from the height's figures, and XNNPACK, which
 * knows better, writes beyond the memory it was given. This is refused.
 *
 * `same` where strides are longer than the window: XNNPACK gives zeros for a
 * convolution. It is given the same pad in figures.
 *
 * @module
 */

import type * as tf from "@tensorflow/tfjs";
import { type ConvAttributes, convGeometry } from "./conv_geometry.ts";
import type { WasmKernel } from "./wasm_backend.ts";

type Sizes = number | number[];

/** A shipped kernel of convolution behind that. */
export function mendedConvolution(name: string): WasmKernel {
  return {
    name,
    run(inputs, attributes, backend, shipped) {
      const { x, filter } = inputs as Record<"x" | "filter", tf.TensorInfo>;
      const window = filter.shape.slice(0, 2);
      const { pad, strides } = attributes as ConvAttributes;
      refuseUneven(name, window, strides, pad);
      if (pad !== "same" || !isLonger(strides, window)) {
        return shipped(inputs, attributes, backend);
      }
      const depthwise = name.includes("Depthwise");
      const { padInfo } = convGeometry(
        x.shape,
        filter.shape,
        attributes as ConvAttributes,
        depthwise,
      );
      const { top, bottom, left, right } = padInfo;
      const figures = [[0, 0], [top, bottom], [left, right], [0, 0]];
      return shipped(inputs, { ...attributes, pad: figures }, backend);
    },
  };
}

/** @throws {RangeError} If tfjs-core computes a wrong size for this pad. */
export function refuseUneven(
  name: string,
  window: Sizes,
  strides: Sizes,
  pad: unknown,
): void {
  if (typeof pad !== "number" || isSquare(window) && isSquare(strides)) return;
  throw new RangeError(
    `${name} with window ${window} and strides ${strides} needs its pad as [[0, 0], [top, bottom], [left, right], [0, 0]], got ${pad}`,
  );
}

function isSquare(sizes: Sizes): boolean {
  const [height, width] = both(sizes);
  return height === width;
}

function isLonger(strides: Sizes, window: Sizes): boolean {
  const limits = both(window);
  return both(strides).some((stride, axis) => stride > limits[axis]);
}

function both(sizes: Sizes): [height: number, width: number] {
  const [height, width = height] = [sizes].flat();
  return [height, width];
}
