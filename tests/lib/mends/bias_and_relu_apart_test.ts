import { deepStrictEqual, ok } from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import { selectBackend } from "../../../lib/backend/select_backend.ts";
import "../../../lib/mends/install_mends.ts";

type Four = tf.Tensor4D;

const draw = (shape: number[], seed: number) =>
  tf.randomUniform(shape, -1, 1, "float32", seed);

/** Bits of the result and of all gradients of its sum of products with `dy`. */
function bitsOf(
  compute: (...given: tf.Tensor[]) => tf.Tensor,
  ...shapes: number[][]
) {
  return tf.tidy(() => {
    const given = shapes.map((shape, i) => draw(shape, i + 1));
    const loss = (...given: tf.Tensor[]) => {
      const y = compute(...given);
      return y.mul(draw(y.shape, 9)).sum();
    };
    // In a gradient, as in training.
    const { value, grads } = tf.valueAndGrads(loss)(given);
    return [value, ...grads].map((it) => [
      ...new Int32Array(it.dataSync().slice().buffer),
    ]);
  });
}

for (const name of ["wasm", "cpu"] as const) {
  Deno.test(`a convolution with bias and ReLU trains by the bits of its operations, ${name}`, async () => {
    await selectBackend({ name });
    for (const shape of [[2, 5, 6, 3], [5, 6, 3]]) {
      const given = [shape, [3, 3, 3, 5], [5]];
      deepStrictEqual(
        bitsOf(
          (x, filter, bias) =>
            tf.fused.conv2d({
              x: x as Four,
              filter: filter as Four,
              bias,
              strides: 1,
              pad: "same",
              activation: "relu",
            }),
          ...given,
        ),
        bitsOf(
          (x, filter, bias) =>
            tf.conv2d(x as Four, filter as Four, 1, "same").add(bias).relu(),
          ...given,
        ),
      );
    }
  });

  Deno.test(`a product with bias and ReLU trains by the bits of its operations, ${name}`, async () => {
    await selectBackend({ name });
    for (
      const [transposeA, shape] of [[false, [7, 4]], [true, [4, 7]]] as const
    ) {
      const given = [[...shape], [4, 9], [9]];
      deepStrictEqual(
        bitsOf(
          (a, b, bias) =>
            tf.fused.matMul({ a, b, bias, transposeA, activation: "relu" }),
          ...given,
        ),
        bitsOf(
          (a, b, bias) => tf.matMul(a, b, transposeA).add(bias).relu(),
          ...given,
        ),
      );
    }
  });
}

Deno.test("ReLU of a bias keeps NaN, and gives no minus zero", async () => {
  await selectBackend({ name: "wasm" });
  const shape = [[1, 1], [1, 3], [3]];
  const values: number[][] = [];
  tf.tidy(() => {
    tf.valueAndGrads((a, b, bias) => {
      const y = tf.fused.matMul({ a, b, bias, activation: "relu" });
      values.push([...y.dataSync()]);
      return y.sum();
    })([
      tf.ones(shape[0]),
      tf.tensor2d([[NaN, -0, -2]]),
      tf.tensor1d([1, -0, 1]),
    ]);
  });
  deepStrictEqual(values, [[NaN, 0, 0]]);
});

Deno.test("a product with bias and ReLU trains with fewer tensors than its operations", async () => {
  await selectBackend({ name: "wasm" });
  const made = (compute: (...given: tf.Tensor[]) => tf.Tensor) =>
    tf.tidy(() => {
      let count = 0;
      tf.valueAndGrads((...given) => {
        const before = tf.memory().numTensors;
        const y = compute(...given);
        count = tf.memory().numTensors - before;
        return y.sum();
      })([draw([3, 4], 1), draw([4, 8], 2), draw([8], 3)]);
      return count;
    });
  const apart = made((a, b, bias) => tf.matMul(a, b).add(bias).relu());
  const together = made((a, b, bias) =>
    tf.fused.matMul({ a, b, bias, activation: "relu" })
  );
  ok(together < apart, `${together} for ${apart}`);
});
