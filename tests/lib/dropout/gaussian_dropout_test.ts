import * as tf from "@tensorflow/tfjs";
import { ok } from "node:assert/strict";
import { gaussianDropout } from "../../../lib/dropout/gaussian_dropout.ts";

await tf.setBackend("cpu");

Deno.test("GaussianDropout has the mean and variance of inverted dropout", () => {
  const count = 40_000;
  for (const rate of [0.2, 0.5, 0.8]) {
    const layer = gaussianDropout({ rate, seed: 3 });
    const values = layer.apply(tf.ones([count]), {
      training: true,
    }) as tf.Tensor;
    const { mean, variance } = tf.moments(values);
    const expected = rate / (1 - rate);
    const error = 4 * Math.sqrt(expected / count);
    ok(Math.abs(mean.dataSync()[0] - 1) < error, `mean at ${rate}`);
    // The relative error of a normal sample's variance is sqrt(2 / n).
    const ratio = variance.dataSync()[0] / expected;
    ok(Math.abs(ratio - 1) < 4 * Math.sqrt(2 / count), `${ratio} at ${rate}`);
  }
});
