/** tfjs' own LayerNormalization, which is right: checked, not replaced. */

import * as tf from "@tensorflow/tfjs";
import { deepStrictEqual, ok } from "node:assert/strict";
import { selectBackend } from "../../../lib/backend/select_backend.ts";
import { drawNormal } from "../../../lib/random/draw_uniform.ts";
import "../../../lib/mends/install_mends.ts";

await tf.setBackend("cpu");

const EPSILON = 1e-6;

/** Ba, Kiros and Hinton, "Layer Normalization" (2016), eq. 3. */
function formula(x: tf.Tensor): tf.Tensor {
  const { mean, variance } = tf.moments(x, -1, true);
  return x.sub(mean).div(variance.add(EPSILON).sqrt());
}

for (const name of ["cpu", "wasm"] as const) {
  Deno.test(`tfjs' LayerNormalization and its gradient are those of the formula, on ${name}`, async () => {
    await selectBackend({ name });
    const draw = { seed: 1, layer: 0, step: 0 };
    const x = drawNormal([3, 4, 6], draw);
    const weight = drawNormal([3, 4, 6], { ...draw, step: 1 });
    const layer = tf.layers.layerNormalization({ epsilon: EPSILON });
    const [ours, theirs] = [
      (x: tf.Tensor) => layer.apply(x) as tf.Tensor,
      formula,
    ].map((normalize) =>
      tf.valueAndGrad((x) => normalize(x).mul(weight).sum())(x)
    );
    const difference = (a: tf.Tensor, b: tf.Tensor) =>
      a.sub(b).abs().max().dataSync()[0];
    // Sums over 6, divided by deviations above 0.1, in float32.
    ok(difference(ours.grad, theirs.grad) < 6 * 100 * 2 ** -22);
    ok(difference(ours.value, theirs.value) < 72 * 2 ** -20);
    await tf.setBackend("cpu");
  });

  Deno.test(`tfjs' LayerNormalization of one feature gives its shift, on ${name}`, async () => {
    await selectBackend({ name });
    const layer = tf.layers.layerNormalization({ epsilon: EPSILON });
    const y = layer.apply(tf.range(0, 10).reshape([2, 5, 1])) as tf.Tensor;
    deepStrictEqual([...y.abs().dataSync()], Array(10).fill(0));
    await tf.setBackend("cpu");
  });
}
