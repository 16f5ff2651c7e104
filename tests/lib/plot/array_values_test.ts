import { deepStrictEqual, rejects } from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import { readValues } from "../../../lib/plot/array_values.ts";

Deno.test("readValues() takes shape and values from nested arrays", async () => {
  deepStrictEqual(await readValues([[1, 2, 3], new Float32Array([4, 5, 6])]), {
    shape: [2, 3],
    values: [1, 2, 3, 4, 5, 6],
  });
});

Deno.test("readValues() leaves a tensor to its owner", async () => {
  await tf.ready();
  const tensor = tf.tensor2d([[1], [2]]);
  const { shape, values } = await readValues(tensor);
  deepStrictEqual([shape, [...Array.from(values)]], [[2, 1], [1, 2]]);
  deepStrictEqual(tensor.isDisposed, false);
  tensor.dispose();
});

Deno.test("readValues() throws on arrays of unequal length", async () => {
  await rejects(readValues([[1, 2], [3]]), RangeError);
});

Deno.test("readValues() refuses what is no number, a text above all", async () => {
  await rejects(readValues(["a"] as never), /Values are numbers, got "a"/);
  await rejects(readValues([[1], [null]] as never), /numbers, got null/);
  await rejects(readValues([1, undefined] as never), TypeError);
});
