import { deepStrictEqual, throws } from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import { selectBackend } from "../../../../lib/backend/select_backend.ts";

Deno.test("tf.gather of nothing, and from nothing, has its shape on WASM", async () => {
  await selectBackend({ name: "wasm" });
  const none = tf.tensor2d([], [0, 3], "int32");
  const some = tf.tensor2d([[0, 1]], [1, 2], "int32");
  deepStrictEqual(tf.gather(tf.zeros([2, 5]), none).shape, [0, 3, 5]);
  deepStrictEqual(tf.gather(tf.zeros([2, 5]), none, -1).shape, [2, 0, 3]);
  deepStrictEqual(tf.gather(tf.zeros([4, 0]), some).shape, [1, 2, 0]);
  deepStrictEqual(tf.gather(tf.ones([4, 2]), some).shape, [1, 2, 2]);
  throws(() => tf.gather(tf.zeros([0, 2]), some), /index value 0/);
});
