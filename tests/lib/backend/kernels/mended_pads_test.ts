import { throws } from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import { selectBackend } from "../../../../lib/backend/select_backend.ts";
import { agrees, wholeNumbers } from "./both_backends.ts";

const x = () => wholeNumbers([1, 9, 9, 1], 1) as tf.Tensor4D;
const filter = (height: number, width: number) =>
  wholeNumbers([height, width, 1, 1], 2) as tf.Tensor4D;
type Pad = "same" | number | [number, number][];

/** Operations by their window, strides and pad. */
const OPERATIONS: Record<
  string,
  (window: [number, number], strides: [number, number], pad: Pad) => tf.Tensor
> = {
  conv2d: (window, strides, pad) =>
    tf.conv2d(x(), filter(...window), strides, pad as number),
  depthwiseConv2d: (window, strides, pad) =>
    tf.depthwiseConv2d(x(), filter(...window), strides, pad as number),
  "fused.conv2d": (window, strides, pad) =>
    tf.fused.conv2d({
      x: x(),
      filter: filter(...window),
      strides,
      pad: pad as number,
      activation: "relu",
    }),
  maxPool: (window, strides, pad) =>
    tf.maxPool(x(), window, strides, pad as number),
  // Means of 1 to 9 whole numbers: their 36-folds are whole.
  avgPool: (window, strides, pad) =>
    tf.avgPool(x(), window, strides, pad as number).mul(36).round(),
};

for (const [name, run] of Object.entries(OPERATIONS)) {
  Deno.test(`${name} refuses a pad of 1 for what is not square, and takes pairs`, async () => {
    await selectBackend({ name: "wasm" });
    throws(() => run([3, 1], [1, 1], 1), /needs its pad as .*, got 1/);
    throws(() => run([3, 3], [1, 3], 1), RangeError);
    await agrees(() => run([3, 3], [2, 2], 1));
    await agrees(() => run([3, 1], [1, 2], [[0, 0], [1, 1], [0, 0], [0, 0]]));
  });
}

for (const [name, run] of Object.entries(OPERATIONS)) {
  Deno.test(`${name} with the pad same agrees with cpu where strides are longer than the window`, async () => {
    for (const window of [[2, 2], [1, 2], [2, 1]] as const) {
      for (const strides of [[3, 3], [2, 3], [3, 1]] as const) {
        await agrees(() => run([...window], [...strides], "same"));
      }
    }
  });
}

type Window = [
  height: number,
  width: number,
  window: number,
  stride: number,
  pad: number,
];

/** With a window that reaches beyond the pad, or is larger than image and pad. */
const ROUNDED: Window[] = [
  [10, 1, 6, 4, 2],
  [4, 5, 3, 2, 0],
  [5, 7, 5, 4, 1],
  [2, 2, 5, 4, 1],
  [9, 6, 2, 2, 0],
];

type Rounding = "floor" | "round" | "ceil";

/** Operations that round their sizes, on images of so many channels. */
const ROUNDING: Record<
  string,
  (given: Window, mode: Rounding, channels: number) => tf.Tensor
> = {
  conv2d: ([height, width, window, stride, pad], mode, channels) =>
    tf.conv2d(
      wholeNumbers([2, height, width, channels], 1) as tf.Tensor4D,
      wholeNumbers([window, window, channels, 2], 2) as tf.Tensor4D,
      stride,
      pad,
      "NHWC",
      1,
      mode,
    ),
  depthwiseConv2d: ([height, width, window, stride, pad], mode, channels) =>
    tf.depthwiseConv2d(
      wholeNumbers([2, height, width, channels], 1) as tf.Tensor4D,
      // So many filters for a channel are left to XNNPACK.
      wholeNumbers([window, window, channels, 9], 2) as tf.Tensor4D,
      stride,
      pad,
      "NHWC",
      1,
      mode,
    ),
  // Sums of multiples of what each count of up to 6 by 6 pixels divides.
  avgPool: ([height, width, ...rest], mode, channels) =>
    tf.avgPool(
      wholeNumbers([2, height, width, channels], 1).mul(25200) as tf.Tensor4D,
      ...rest,
      mode,
    ).round(),
  maxPool: ([height, width, ...rest], mode, channels) =>
    tf.maxPool(
      wholeNumbers([2, height, width, channels], 1) as tf.Tensor4D,
      ...rest,
      mode,
    ),
  maxPool3d: ([height, width, ...rest], mode, channels) =>
    tf.maxPool3d(
      wholeNumbers([2, width, height, width, channels], 1) as tf.Tensor5D,
      ...rest,
      mode,
    ),
};

for (const [name, run] of Object.entries(ROUNDING)) {
  Deno.test(`${name} agrees with cpu however its sizes are rounded`, async () => {
    for (const given of ROUNDED) {
      for (const mode of ["floor", "round", "ceil"] as const) {
        for (const channels of [1, 5]) {
          await agrees(() => run(given, mode, channels));
        }
      }
    }
  });
}
