import { ok } from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import "../../../lib/mends/install_mends.ts";

await tf.setBackend("cpu");

Deno.test("centered RMSProp adds epsilon, so that a steady gradient gives no NaN", () => {
  const weight = tf.variable(tf.scalar(3));
  const optimizer = tf.train.rmsprop(0.01, 0.5, 0, 1e-7, true);
  // The gradient is 1 at each step: its variance goes to 0.
  for (let step = 0; step < 60; step++) {
    optimizer.minimize(() => weight.sum() as tf.Scalar);
  }
  ok(Number.isFinite(weight.dataSync()[0]), `${weight.dataSync()[0]}`);
});
