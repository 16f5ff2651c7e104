import { deepStrictEqual, rejects, throws } from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import "../../../lib/mends/install_mends.ts";

await tf.setBackend("cpu");

const refusal = /do all rows have the same length/;

Deno.test("tensors of rows that differ in length are refused", async () => {
  const ragged: unknown[] = [
    [[1, 2], [3]],
    [[1, 2], [3, 4, 5]],
    [[1, 2], [3, 4], []],
    [["a", "b"], ["c"]],
    [[[1], [2]], [[3]]],
    [Float32Array.of(1, 2), Float32Array.of(3)],
  ];
  for (const rows of ragged) {
    throws(() => tf.tensor(rows as number[][]), refusal);
  }
  throws(() => tf.tensor2d([[1, 2], [3]]), refusal);
  throws(() => tf.sum([[1, 2], [3]]), refusal);
  throws(() => tf.variable(tf.tensor([[1, 2], [3]])), refusal);
  const table = tf.data.array([[1, 2], [3]]).batch(2);
  await rejects(table.toArray(), refusal);
});

Deno.test("tensors of all other values are as before", () => {
  deepStrictEqual(tf.tensor([[1, 2], [3, 4]]).arraySync(), [[1, 2], [3, 4]]);
  deepStrictEqual(tf.tensor([["a"], ["b"]]).arraySync(), [["a"], ["b"]]);
  deepStrictEqual(tf.scalar(3).arraySync(), 3);
  deepStrictEqual(tf.scalar("text").arraySync(), "text");
  deepStrictEqual(tf.tensor([[], []]).shape, [2, 0]);
  deepStrictEqual(tf.tensor(Uint8Array.of(1, 2), [1, 2]).arraySync(), [[1, 2]]);
  deepStrictEqual(tf.tensor1d([true, false]).dtype, "bool");
  deepStrictEqual(tf.complex([1, 2], [3, 4]).shape, [2]);
  const cells = tf.buffer([2, 2]);
  cells.set(5, 1, 1);
  deepStrictEqual(cells.toTensor().arraySync(), [[0, 0], [0, 5]]);
});
