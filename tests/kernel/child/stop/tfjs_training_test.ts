/** Stop and `fit`, on the real library. */

import { strictEqual } from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import {
  stopTraining,
  watchTraining,
} from "../../../../kernel/child/stop/tfjs_training.ts";

await tf.setBackend("cpu");
watchTraining(tf);

Deno.test("stopTraining() ends a fit that has not begun its first epoch", async () => {
  const model = tf.sequential({
    layers: [tf.layers.dense({ units: 1, inputShape: [1] })],
  });
  model.compile({ optimizer: "sgd", loss: "meanSquaredError" });
  const x = tf.ones([2, 1]);
  const fit = (epochs: number, onTrainBegin = () => {}) =>
    model.fit(x, x, {
      epochs,
      verbose: 0,
      callbacks: { onTrainBegin: () => Promise.resolve(onTrainBegin()) },
    });
  // `fit` clears its flag after this callback.
  strictEqual((await fit(5, stopTraining)).epoch.length, 1);
  strictEqual((await fit(3)).epoch.length, 3);
  tf.dispose([x, ...model.weights.map((weight) => weight.read())]);
});
