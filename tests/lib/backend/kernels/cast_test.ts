import { deepStrictEqual, strictEqual } from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import { selectBackend } from "../../../../lib/backend/select_backend.ts";

for (const dtype of ["float32", "int32"] as const) {
  Deno.test(`a bool cast from ${dtype} is 0 or 1`, async () => {
    await selectBackend({ name: "wasm" });
    const bools = tf.tensor1d([0, 1, 2, -3, 256], dtype).toBool();
    deepStrictEqual([...await bools.data()], [0, 1, 1, 1, 1]);
    deepStrictEqual([...await bools.toInt().sum().data()], [4]);
  });
}

Deno.test("a cast to a tensor's own type copies nothing, and each is freed alone", async () => {
  await selectBackend({ name: "wasm" });
  for (const dtype of ["float32", "int32", "bool"] as const) {
    const before = tf.memory();
    const x = tf.tensor1d([0, 1, 1, 0, 1], dtype);
    const { numDataBuffers } = tf.memory();
    const same = tf.cast(x, dtype);
    strictEqual(tf.memory().numDataBuffers, numDataBuffers);
    x.dispose();
    deepStrictEqual([...await same.data()], [0, 1, 1, 0, 1]);
    same.dispose();
    strictEqual(tf.memory().numTensors, before.numTensors);
    strictEqual(tf.memory().numDataBuffers, before.numDataBuffers);
  }
});
