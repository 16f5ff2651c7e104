import { deepStrictEqual } from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import { selectBackend } from "../../../../lib/backend/select_backend.ts";
import { agrees, wholeNumbers } from "./both_backends.ts";

Deno.test("fused.matMul sees a matrix in the shape it has now", async () => {
  await selectBackend({ name: "wasm" });
  const b = tf.tensor2d([1, -1, -1, 1, 2, 2], [2, 3]);
  const first = tf.fused.matMul({ a: tf.ones([1, 2]), b });
  deepStrictEqual([...await first.data()], [2, 1, 1]);
  const second = tf.fused.matMul({
    a: tf.ones([4, 3]),
    b: b.reshape([3, 2]) as tf.Tensor2D,
  });
  deepStrictEqual([...await second.data()], [2, 2, 2, 2, 2, 2, 2, 2]);
});

for (const activation of ["linear", "relu", "relu6"] as const) {
  Deno.test(`fused.matMul agrees with cpu, activation ${activation}`, async () => {
    await agrees(() =>
      tf.fused.matMul({
        a: wholeNumbers([5, 7], 1) as tf.Tensor2D,
        b: wholeNumbers([7, 6], 2) as tf.Tensor2D,
        bias: wholeNumbers([6], 3),
        activation,
      })
    );
  });
}

Deno.test("fused.matMul agrees with cpu on prelu, with transposed inputs", async () => {
  await agrees(() =>
    tf.fused.matMul({
      a: wholeNumbers([7, 5], 1) as tf.Tensor2D,
      b: wholeNumbers([6, 7], 2) as tf.Tensor2D,
      transposeA: true,
      transposeB: true,
      activation: "prelu",
      preluActivationWeights: wholeNumbers([6], 3),
    })
  );
});

Deno.test("fused.matMul leaves no memory behind", async () => {
  await selectBackend({ name: "wasm" });
  const [a, b, bias] = [[3, 4], [4, 5], [5]].map((shape) => tf.ones(shape));
  const before = tf.backend().numDataIds();
  tf.fused.matMul({ a, b, bias, activation: "relu" }).dispose();
  deepStrictEqual(tf.backend().numDataIds(), before);
});
