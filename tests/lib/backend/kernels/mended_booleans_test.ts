import { deepStrictEqual } from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import { selectBackend } from "../../../../lib/backend/select_backend.ts";
import { agrees, wholeNumbers } from "./both_backends.ts";

/** Truth values of odd sizes: a kernel that moves words of four bytes shows. */
const truths = (seed: number, shape = [3, 5, 7]) =>
  wholeNumbers(shape, seed).greater(0);

Deno.test("tf.reverse of truth values agrees with cpu", async () => {
  for (const axes of [[0], [1], [2], [0, 2], [0, 1, 2]]) {
    await agrees(() => tf.reverse(truths(1), axes));
  }
  await agrees(() => tf.reverse(truths(1, [13])));
});

Deno.test("tf.where of truth values agrees with cpu", async () => {
  await agrees(() => tf.where(truths(1), truths(2), truths(3)));
  await agrees(() => tf.where(truths(1, [3, 1, 1]), truths(2), truths(3)));
  await agrees(() => tf.where(truths(1), truths(2, [7]), truths(3, [5, 1])));
});

Deno.test("tf.stridedSlice of whole numbers and truth values agrees with cpu", async () => {
  const slice = (x: tf.Tensor) =>
    tf.stridedSlice(x, [0, 4, 1], [3, 0, 7], [2, -1, 3]);
  await agrees(() => slice(wholeNumbers([3, 5, 7], 1).cast("int32")));
  await agrees(() => slice(truths(1)));
  await selectBackend({ name: "wasm" });
  const types = [truths(1), tf.zeros([3, 5, 7], "int32"), tf.zeros([3, 5, 7])];
  deepStrictEqual(types.map((x) => slice(x).dtype), [
    "bool",
    "int32",
    "float32",
  ]);
});

Deno.test("tf.topk of truth values agrees with cpu", async () => {
  await agrees(() => tf.topk(truths(1, [4, 7]), 5).values);
  await agrees(() => tf.topk(truths(1, [4, 7]), 5).indices);
});

Deno.test("no kernel writes past a result of truth values", async () => {
  await selectBackend({ name: "wasm" });
  const kept = tf.tensor1d(new Array(16).fill(7));
  for (let i = 0; i < 20; i++) {
    const beside = tf.keep(tf.fill([8], 5));
    tf.tidy(() => {
      tf.reverse(truths(i));
      tf.where(truths(i), truths(2), truths(3));
      tf.stridedSlice(truths(i), [0, 0, 0], [3, 5, 7], [1, 2, 2]);
    });
    deepStrictEqual([...beside.dataSync()], new Array(8).fill(5));
    beside.dispose();
  }
  deepStrictEqual([...kept.dataSync()], new Array(16).fill(7));
  tf.dispose(kept);
});
