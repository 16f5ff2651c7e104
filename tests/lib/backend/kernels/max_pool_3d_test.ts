import * as tf from "@tensorflow/tfjs";
import { deepStrictEqual } from "node:assert/strict";
import { selectBackend } from "../../../../lib/backend/select_backend.ts";
import { agrees, wholeNumbers } from "./both_backends.ts";

type Three = [number, number, number];

for (const pad of ["valid", "same"] as const) {
  for (
    const [window, strides] of [
      [[2, 2, 2], [2, 2, 2]],
      [[3, 2, 1], [1, 2, 1]],
      [[1, 3, 2], [1, 1, 3]],
      [[2, 1, 1], [2, 1, 1]],
      [[1, 1, 1], [1, 1, 1]],
    ] as [Three, Three][]
  ) {
    Deno.test(`maxPool3d agrees with cpu, window ${window} by ${strides}, pad ${pad}`, async () => {
      for (const channels of [1, 5]) {
        const x = () =>
          wholeNumbers([2, 5, 4, 7, channels], 1).sub(4) as tf.Tensor5D;
        await agrees(() => tf.maxPool3d(x(), window, strides, pad));
      }
    });
  }
}

// The cpu backend starts at the second row.
Deno.test("maxPool3d starts at the first pixel where strides leave some out", async () => {
  await selectBackend({ name: "wasm" });
  const x = wholeNumbers([1, 4, 4, 3, 2], 1) as tf.Tensor5D;
  const pool = (x: tf.Tensor) =>
    tf.maxPool3d(x as tf.Tensor5D, 1, [2, 2, 1], "same");
  const every = (x: tf.Tensor) =>
    tf.stridedSlice(x, [0, 0, 0, 0, 0], x.shape, [1, 2, 2, 1, 1]);
  deepStrictEqual([...await pool(x).data()], [...await every(x).data()]);
  const gradient = tf.grad(pool)(x, tf.ones([1, 2, 2, 3, 2]));
  deepStrictEqual([...await every(gradient).data()], Array(24).fill(1));
});
