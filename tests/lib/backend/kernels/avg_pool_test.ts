import { deepStrictEqual, ok } from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import "@tensorflow/tfjs-backend-wasm";
import { selectBackend } from "../../../../lib/backend/select_backend.ts";
import { agrees, wholeNumbers } from "./both_backends.ts";

/** XNNPACK's, before ours takes its place. */
const shipped = tf.getKernel("AvgPool", "wasm").kernelFunc;

type Four = [number, number, number, number];
type Pad = Parameters<typeof tf.avgPool>[3];

/** An image, a window, its strides and its pad. */
type Case = [Four, [number, number], number, Pad];

const CASES: Case[] = [
  ...[1, 3, 4, 5, 17].flatMap((channels) =>
    [[1, 1], [2, 2], [3, 3], [2, 3], [1, 9], [4, 2]].flatMap((window) =>
      ([[1, "same"], [2, "same"], [1, "valid"], [3, "valid"]] as const).map((
        [stride, pad],
      ) => [[2, 9, 11, channels], window, stride, pad] as Case)
    )
  ),
  [[1, 3, 3, 5], [3, 3], 1, "same"],
  [[1, 3, 3, 5], [3, 3], 1, "valid"],
  [[1, 9, 9, 3], [2, 2], 3, "same"],
  [[2, 5, 5, 4], [3, 3], 2, [[0, 0], [1, 2], [0, 2], [0, 0]]],
  [[2, 7, 7, 4], [4, 4], 1, "same"],
];

function bits(values: tf.TypedArray): Int32Array {
  return new Int32Array(Float32Array.from(values).buffer);
}

Deno.test("avgPool has the bits of XNNPACK: windows, strides, pads, channels 1 to 17", async () => {
  await selectBackend({ name: "wasm", threads: 2 });
  ok(tf.getKernel("AvgPool", "wasm").kernelFunc !== shipped);
  for (const [shape, window, stride, pad] of CASES) {
    tf.tidy(() => {
      const x = tf.randomNormal(shape, 0, 1, "float32", 3) as tf.Tensor4D;
      const attributes = { filterSize: window, strides: stride, pad };
      const backend = tf.backend() as tf.KernelBackend;
      const expected = shipped({
        inputs: { x },
        attrs: attributes as unknown as tf.NamedAttrMap,
        backend,
      }) as tf.TensorInfo;
      const actual = tf.avgPool(x, window, stride, pad);
      deepStrictEqual(actual.shape, expected.shape);
      deepStrictEqual(
        bits(actual.dataSync()),
        bits(backend.readSync(expected.dataId) as Float32Array),
        JSON.stringify([shape, window, stride, pad]),
      );
      backend.disposeData(expected.dataId);
    });
  }
});

Deno.test("avgPool agrees with cpu where its windows reach beyond the edges", async () => {
  for (const channels of [1, 4, 65]) {
    // Means of 1 to 9 whole numbers, but for 5 and 7: their 36-folds are whole.
    const x = () => wholeNumbers([2, 9, 8, channels], 1) as tf.Tensor4D;
    for (const strides of [1, 2, 3]) {
      await agrees(() => tf.avgPool(x(), 3, strides, "same").mul(36).round());
    }
  }
});

Deno.test("avgPool of no samples is empty", async () => {
  await selectBackend({ name: "wasm", threads: 2 });
  const x = tf.zeros([0, 5, 5, 3]) as tf.Tensor4D;
  deepStrictEqual(tf.avgPool(x, 3, 1, "same").shape, [0, 5, 5, 3]);
});

Deno.test("avgPool has NaN where rounding up puts a window beyond the image", async () => {
  for (const threads of [1, 2]) {
    await selectBackend({ name: "wasm", threads });
    const x = tf.ones<tf.Rank.R4>([1, 4, 5, 1]);
    const pool = tf.avgPool(x, 3, 4, 0, "ceil");
    deepStrictEqual([...pool.dataSync()], [1, 1, NaN, NaN]);
  }
});
