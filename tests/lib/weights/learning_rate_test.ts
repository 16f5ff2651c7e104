import { ok, strictEqual, throws } from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import { adam } from "../../../lib/train/optimizers/adam.ts";
import { cosineDecay } from "../../../lib/train/optimizers/learning_rate_schedule.ts";
import {
  getLearningRate,
  setLearningRate,
} from "../../../lib/weights/learning_rate.ts";

await tf.setBackend("cpu");

const OPTIMIZERS: Record<string, () => tf.Optimizer> = {
  adadelta: () => tf.train.adadelta(0.5),
  adagrad: () => tf.train.adagrad(0.5),
  adam: () => tf.train.adam(0.5),
  adamax: () => tf.train.adamax(0.5),
  momentum: () => tf.train.momentum(0.5, 0.9),
  rmsprop: () => tf.train.rmsprop(0.5),
  sgd: () => tf.train.sgd(0.5),
  own: () => adam({ learningRate: 0.5 }),
};

for (const [name, make] of Object.entries(OPTIMIZERS)) {
  Deno.test(`setLearningRate() holds from ${name}'s next step on`, () => {
    const optimizer = make();
    const weight = tf.variable(tf.scalar(1));
    const loss = () => weight.mul(3).sum() as tf.Scalar;
    strictEqual(getLearningRate(optimizer), 0.5);
    setLearningRate(optimizer, 0);
    strictEqual(getLearningRate(optimizer), 0);
    optimizer.minimize(loss);
    strictEqual(weight.dataSync()[0], 1);
    setLearningRate(optimizer, 0.5);
    optimizer.minimize(loss);
    ok(weight.dataSync()[0] < 1);
  });
}

Deno.test("setLearningRate() refuses a negative rate, and one that follows a schedule", () => {
  throws(() => setLearningRate(tf.train.adam(1), -1), RangeError);
  const schedule = cosineDecay({ initialLearningRate: 1, decaySteps: 2 });
  const scheduled = adam({ learningRate: schedule });
  throws(() => setLearningRate(scheduled, 1), /follows cosineDecay/);
});
