import * as tf from "@tensorflow/tfjs";
import { ok } from "node:assert/strict";
import { alphaDropout } from "../../../lib/dropout/alpha_dropout.ts";
import { gaussianDropout } from "../../../lib/dropout/gaussian_dropout.ts";
import { drawNormal } from "../../../lib/random/draw_uniform.ts";

await tf.setBackend("cpu");

const SIZE = 20_000;

function moments(x: tf.Tensor): { mean: number; variance: number } {
  const { mean, variance } = tf.moments(x);
  return { mean: mean.dataSync()[0], variance: variance.dataSync()[0] };
}

Deno.test("AlphaDropout keeps mean 0 and variance 1", () => {
  const x = drawNormal([SIZE], { seed: 1, layer: 1, step: 1 });
  const y = alphaDropout({ rate: 0.3, seed: 2 })
    .apply(x, { training: true }) as tf.Tensor;
  const { mean, variance } = moments(y);
  // Four standard errors of a mean, and of a variance with room for a
  // kurtosis of up to 5.
  ok(Math.abs(mean) < 4 / Math.sqrt(SIZE), `mean ${mean}`);
  ok(Math.abs(variance - 1) < 4 * Math.sqrt(4 / SIZE), `variance ${variance}`);
});

Deno.test("GaussianDropout's noise has mean 1 and variance rate / (1 - rate)", () => {
  const y = gaussianDropout({ rate: 0.2, seed: 2 })
    .apply(tf.ones([SIZE]), { training: true }) as tf.Tensor;
  const { mean, variance } = moments(y);
  ok(Math.abs(mean - 1) < 4 * Math.sqrt(0.25 / SIZE), `mean ${mean}`);
  ok(
    Math.abs(variance - 0.25) < 4 * 0.25 * Math.sqrt(2 / SIZE),
    `variance ${variance}`,
  );
});
