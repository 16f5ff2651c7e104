/** Gradients of gradients where the first is computed from a result. */

import * as tf from "@tensorflow/tfjs";
import { ok } from "node:assert/strict";
import { selectBackend } from "../../../lib/backend/select_backend.ts";
import "../../../lib/mends/install_mends.ts";

type Function = (x: number) => number;

const sigmoid: Function = (x) => 1 / (1 + Math.exp(-x));

/** Operations, and their second derivatives. */
const OPERATIONS: Record<string, [(x: tf.Tensor) => tf.Tensor, Function]> = {
  sigmoid: [tf.sigmoid, (x) => {
    const s = sigmoid(x);
    return s * (1 - s) * (1 - 2 * s);
  }],
  tanh: [tf.tanh, (x) => -2 * Math.tanh(x) * (1 - Math.tanh(x) ** 2)],
  exp: [tf.exp, Math.exp],
  "a customGrad() that saves its result first": [
    tf.customGrad((...args) => {
      const [x, save] = args as [tf.Tensor, tf.GradSaveFunc];
      const value = x.exp();
      save([value, x]);
      return { value, gradFunc: (dy, saved) => dy.mul(saved[0]) };
    }),
    Math.exp,
  ],
  "x times its sigmoid": [(x) => x.mul(tf.sigmoid(x)), (x) => {
    const s = sigmoid(x);
    return s * (1 - s) * (2 + x * (1 - 2 * s));
  }],
  "softmax of two": [(x) => {
    const pair = tf.stack([x, tf.zerosLike(x)], -1);
    return tf.softmax(pair).slice([0, 0], [-1, 1]);
  }, (x) => OPERATIONS.sigmoid[1](x)],
};

const AT = [-1.5, -0.25, 0.5, 2];

for (const backend of ["cpu", "wasm"] as const) {
  for (const [name, [compute, expected]] of Object.entries(OPERATIONS)) {
    Deno.test(`the second gradient of ${name} is its second derivative, on ${backend}`, async () => {
      await selectBackend({ name: backend });
      const second = tf.tidy(() => {
        const first = tf.grad((x) => compute(x).sum());
        return tf.grad((x) => first(x).sum())(tf.tensor1d(AT)).dataSync();
      });
      AT.forEach((x, i) => {
        // A dozen roundings of values below 8.
        const off = Math.abs(second[i] - expected(x));
        ok(off < 12 * 8 * 2 ** -24, `${second[i]} at ${x} for ${expected(x)}`);
      });
    });
  }
}

Deno.test("the second gradient of an LSTM is that of its finite differences", async () => {
  await selectBackend({ name: "cpu" });
  const layer = tf.layers.lstm({
    units: 3,
    kernelInitializer: tf.initializers.randomUniform({ seed: 1 }),
    recurrentInitializer: tf.initializers.randomUniform({ seed: 2 }),
  });
  tf.tidy(() => {
    const [x, along] = [1, 2].map((seed) =>
      tf.randomUniform([2, 3, 4], -20, 20, "float32", seed)
    );
    const slope = (x: tf.Tensor) =>
      tf.grad((x) => (layer.apply(x) as tf.Tensor).sum())(x).square().sum();
    const step = along.mul(2 ** -11);
    const [after, before] = [x.add(step), x.sub(step)].map(slope);
    const expected = after.sub(before).div(2 ** -10).dataSync()[0];
    const actual = tf.grad(slope)(x).mul(along).sum().dataSync()[0];
    const off = Math.abs(actual - expected) / Math.abs(expected);
    ok(off < 0.01, `${actual} for ${expected}`);
  });
});
