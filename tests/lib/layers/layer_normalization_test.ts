/** LayerNormalization against its formula by operations of TensorFlow.js. */

import * as tf from "@tensorflow/tfjs";
import { deepStrictEqual, ok } from "node:assert/strict";
import { selectBackend } from "../../../lib/backend/select_backend.ts";
import { drawNormal } from "../../../lib/random/draw_uniform.ts";
import "../../../lib/mends/install_mends.ts";

await tf.setBackend("cpu");

const EPSILON = 1e-6;

/** Ba, Kiros and Hinton, "Layer Normalization" (2016), eq. 3. */
function formula(x: tf.Tensor, axis: number[] = [-1]): tf.Tensor {
  const { mean, variance } = tf.moments(x, axis, true);
  return x.sub(mean).div(variance.add(EPSILON).sqrt());
}

const draw = (shape: number[], step: number) =>
  drawNormal(shape, { seed: 1, layer: 0, step });

function difference(a: tf.Tensor, b: tf.Tensor): number {
  return a.sub(b).abs().max().dataSync()[0];
}

// Sums over up to 70 values below 5, divided by deviations above 0.1: each is
// off by no more than its terms' roundings.
const TOLERANCE = 70 * 5 * 100 * 2 ** -24;

for (const name of ["cpu", "wasm"] as const) {
  Deno.test(`LayerNormalization and its gradients are those of the formula, on ${name}`, async () => {
    await selectBackend({ name });
    const shapes = [[3, 4, 6], [5, 2], [2, 3, 2, 67], [70, 5], [1, 4], [2, 70]];
    for (const shape of shapes) {
      tf.tidy(() => {
        const x = draw(shape, 0);
        const weight = draw(shape, 1);
        const layer = tf.layers.layerNormalization({ epsilon: EPSILON });
        layer.build(shape);
        const start = [2, 3].map((step) => draw([shape.at(-1)!], step));
        layer.setWeights(start);
        const [gamma, beta] = layer.getWeights() as tf.Variable[];
        const normalized = () => (layer.apply(x) as tf.Tensor).mul(weight);
        const { value, grads } = tf.variableGrads(() => normalized().sum());
        const dx = tf.grad((x) => (layer.apply(x) as tf.Tensor).mul(weight));
        const expected = tf.valueAndGrads((x, gamma, beta) =>
          formula(x).mul(gamma).add(beta).mul(weight).sum()
        )([x, ...start]);
        const found = [value, dx(x), grads[gamma.name], grads[beta.name]];
        [expected.value, ...expected.grads].forEach((it, i) =>
          ok(difference(found[i], it) < TOLERANCE, `${shape}, ${i}`)
        );
      });
    }
    await tf.setBackend("cpu");
  });

  Deno.test(`LayerNormalization's gradient has the formula's gradient, on ${name}`, async () => {
    await selectBackend({ name });
    const [x, weight, other] = [0, 1, 2].map((step) => draw([3, 4, 6], step));
    const layer = tf.layers.layerNormalization({ epsilon: EPSILON });
    const [found, expected] = [
      (x: tf.Tensor) => layer.apply(x) as tf.Tensor,
      (x: tf.Tensor) => formula(x),
    ].map((normalize) =>
      tf.grad((x) => tf.grad((x) => normalize(x).mul(weight))(x).mul(other))(x)
    );
    ok(difference(found, expected) < TOLERANCE);
    await tf.setBackend("cpu");
  });

  Deno.test(`LayerNormalization over other axes, without scale or center, on ${name}`, async () => {
    await selectBackend({ name });
    const x = draw([3, 4, 6], 0);
    for (const axis of [[1], [1, 2], [-2, -1], -1]) {
      for (const without of [{}, { scale: false }, { center: false }]) {
        const layer = tf.layers.layerNormalization({
          axis,
          epsilon: EPSILON,
          ...without,
        });
        const sum = (x: tf.Tensor) => (layer.apply(x) as tf.Tensor).square();
        const other = (x: tf.Tensor) => formula(x, [axis].flat()).square();
        const [found, expected] = [sum, other].map((run) => tf.grad(run)(x));
        ok(difference(found, expected) < TOLERANCE);
      }
    }
    await tf.setBackend("cpu");
  });

  Deno.test(`LayerNormalization of one feature gives its shift, on ${name}`, async () => {
    await selectBackend({ name });
    const layer = tf.layers.layerNormalization({ epsilon: EPSILON });
    const y = layer.apply(tf.range(0, 10).reshape([2, 5, 1])) as tf.Tensor;
    deepStrictEqual([...y.abs().dataSync()], Array(10).fill(0));
    await tf.setBackend("cpu");
  });
}
