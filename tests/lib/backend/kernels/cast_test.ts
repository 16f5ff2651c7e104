import { deepStrictEqual } from "node:assert/strict";
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
