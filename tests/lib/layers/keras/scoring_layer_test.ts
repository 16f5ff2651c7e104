import { deepStrictEqual, ok } from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import { AdditiveAttention } from "../../../../lib/layers/keras/additive_attention.ts";
import { Attention } from "../../../../lib/layers/keras/attention.ts";
import "../../../../lib/mends/install_mends.ts";

await tf.setBackend("cpu");

for (const kind of [Attention, AdditiveAttention]) {
  Deno.test(`${kind.name} drops its weights in training, scales what it keeps, and draws anew`, () => {
    const layer = new kind({ dropout: 0.5, seed: 1 });
    const query = tf.randomNormal([1, 8, 3], 0, 1, "float32", 1);
    // Of the identity a weighted sum is the weights themselves.
    const value = tf.eye(32).expandDims(0) as tf.Tensor3D;
    const key = tf.randomNormal([1, 32, 3], 0, 1, "float32", 2);
    const weights = (training: boolean) => [
      ...(layer.apply([query, value, key], { training }) as tf.Tensor)
        .dataSync(),
    ];
    const [all, some, others] = [
      weights(false),
      weights(true),
      weights(true),
    ];
    for (const [i, weight] of some.entries()) {
      // Twice the weight, to the bit, or nothing.
      ok(weight === 0 || weight === Math.fround(2 * all[i]), `${weight}`);
    }
    const zeros = some.filter((weight) => weight === 0).length;
    // Four standard errors of 256 draws.
    ok(Math.abs(zeros - 128) < 32, `${zeros} of 256 dropped`);
    ok(others.some((weight, i) => weight !== some[i]));
    deepStrictEqual(weights(false), all);
    deepStrictEqual(layer.getConfig().dropout, 0.5);
  });
}
