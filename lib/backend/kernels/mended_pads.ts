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
 * Sizes rounded up: XNNPACK rounds down, so it fills a part of the result, or
 * ends in an error of memory where a window is larger than its padded image. It
 * is given pads up to the end of the last window.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import { type ConvAttributes, convGeometry } from "./conv_geometry.ts";
import type { RunKernel, WasmKernel } from "./wasm_backend.ts";

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
      if (pad === "same" && !isLonger(strides, window)) {
        return shipped(inputs, attributes, backend);
      }
      const geometry = convGeometry(
        x.shape,
        filter.shape,
        attributes as ConvAttributes,
        name.includes("Depthwise"),
      );
      return withWholePads(shipped, geometry)(inputs, attributes, backend);
    },
  };
}

/** A shipped kernel that is given pads for all windows of the result. */
export function withWholePads(
  shipped: RunKernel,
  sizes: tf.backend_util.Conv2DInfo,
): RunKernel {
  return (inputs, attributes, backend) => {
    // XNNPACK has no size for a result without pixels.
    if (tf.util.sizeFromShape(sizes.outShape) === 0) {
      return backend.makeOutput(sizes.outShape, "float32");
    }
    const pad = [[0, 0], ...wholePads(sizes), [0, 0]];
    return shipped(inputs, { ...attributes, pad }, backend);
  };
}

/** Whether a window reaches beyond the pads. */
export function isRoundedUp(sizes: tf.backend_util.Conv2DInfo): boolean {
  const [[, bottom], [, right]] = wholePads(sizes);
  return bottom > sizes.padInfo.bottom || right > sizes.padInfo.right;
}

/** What pads up to the end of the last window depend on. */
type ImageSizes =
  & Record<
    `${"in" | "out" | "effectiveFilter" | "stride"}${"Height" | "Width"}`,
    number
  >
  & { padInfo: Record<"top" | "bottom" | "left" | "right", number> };

/** The pads of an image's rows and columns, each as of {@linkcode wholePad}. */
export function wholePads(sizes: ImageSizes): [number, number][] {
  const { top, bottom, left, right } = sizes.padInfo;
  return [
    wholePad({
      input: sizes.inHeight,
      output: sizes.outHeight,
      window: sizes.effectiveFilterHeight,
      stride: sizes.strideHeight,
      pad: [top, bottom],
    }),
    wholePad({
      input: sizes.inWidth,
      output: sizes.outWidth,
      window: sizes.effectiveFilterWidth,
      stride: sizes.strideWidth,
      pad: [left, right],
    }),
  ];
}

/** The pad of an axis, up to the end of its last window at least. */
export function wholePad(
  { input, output, window, stride, pad: [before, after] }: {
    input: number;
    output: number;
    window: number;
    stride: number;
    pad: [before: number, after: number];
  },
): [before: number, after: number] {
  const end = (output - 1) * stride + window;
  return [before, Math.max(after, end - before - input)];
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
