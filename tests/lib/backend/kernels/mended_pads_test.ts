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
