import { deepStrictEqual } from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import { selectBackend } from "../../../../lib/backend/select_backend.ts";

Deno.test("reductions of nothing on WASM are those of TensorFlow", async () => {
  await selectBackend({ name: "wasm" });
  // What memory holds, for a kernel that would leave it there.
  tf.dispose(tf.fill([64], 7));
  const float = tf.zeros([2, 0, 3]);
  const whole = float.cast("int32");
  const truth = float.cast("bool");
  const shown = (x: tf.Tensor) => [x.dtype, x.shape, ...new Set(x.dataSync())];
  const rows: [tf.Tensor, unknown[]][] = [
    [float.sum(1), ["float32", [2, 3], 0]],
    [whole.sum(1, true), ["int32", [2, 1, 3], 0]],
    [whole.sum(), ["int32", [], 0]],
    [float.prod(1), ["float32", [2, 3], 1]],
    [whole.prod([0, 1]), ["int32", [3], 1]],
    [float.max(1), ["float32", [2, 3], -Infinity]],
    [whole.max(1), ["int32", [2, 3], -(2 ** 31)]],
    [float.min([1, 2]), ["float32", [2], Infinity]],
    [whole.min(1), ["int32", [2, 3], 2 ** 31 - 1]],
    [truth.any(1), ["bool", [2, 3], 0]],
    [truth.all(), ["bool", [], 1]],
    [float.mean(1), ["float32", [2, 3], NaN]],
    [float.mean(), ["float32", [], NaN]],
    [whole.mean([0, 1]), ["float32", [3], NaN]],
    [float.max(0), ["float32", [0, 3]]],
  ];
  for (const [x, expected] of rows) deepStrictEqual(shown(x), expected);
  deepStrictEqual(float.logSumExp(0).shape, [0, 3]);
});
