import { deepStrictEqual, strictEqual } from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import { selectBackend } from "../../../../lib/backend/select_backend.ts";

Deno.test("clone shares its values and outlives its original", async () => {
  await selectBackend({ name: "wasm" });
  const before = tf.backend().numDataIds();
  const original = tf.tensor1d([1, 2, 3]);
  const clone = original.clone();
  strictEqual(tf.backend().numDataIds(), before + 1);
  original.dispose();
  deepStrictEqual([...await clone.data()], [1, 2, 3]);
  clone.dispose();
  strictEqual(tf.backend().numDataIds(), before);
});

Deno.test("clone of a variable keeps the value it had", async () => {
  await selectBackend({ name: "wasm" });
  const weight = tf.variable(tf.tensor1d([1, 2]));
  const before = weight.clone();
  weight.assign(tf.tensor1d([3, 4]));
  deepStrictEqual([...await before.data()], [1, 2]);
});
