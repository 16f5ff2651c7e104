import * as tf from "@tensorflow/tfjs";
import { deepStrictEqual, match, ok } from "node:assert/strict";
import { adam } from "../../../../lib/train/optimizers/adam.ts";
import { exponentialDecay } from "../../../../lib/train/optimizers/learning_rate_schedule.ts";
import { TrainingPanel } from "../../../../lib/train/panel/training_panel.ts";

function panelText(optimizer?: tf.Optimizer): string {
  const actions = { onStop() {}, onPause() {} };
  const panel = new TrainingPanel(actions, optimizer);
  const text = `${panel.root}`;
  panel.close();
  return text;
}

Deno.test("TrainingPanel has a slider for a rate that can be set", () => {
  for (const optimizer of [tf.train.sgd(0.1), tf.train.adam(0.1), adam()]) {
    match(panelText(optimizer), /learning rate/);
    optimizer.dispose();
  }
});

Deno.test("TrainingPanel has none for a rate that follows a schedule, or none", () => {
  const scheduled = adam({
    learningRate: exponentialDecay({
      initialLearningRate: 0.1,
      decaySteps: 10,
      decayRate: 0.5,
    }),
  });
  ok(!panelText(scheduled).includes("learning rate"));
  scheduled.dispose();
  ok(!panelText().includes("learning rate"));
});

Deno.test("TrainingPanel leaves the rate as it is", () => {
  const optimizer = adam({ learningRate: 0.25 });
  panelText(optimizer);
  deepStrictEqual(optimizer.learningRate, 0.25);
  optimizer.dispose();
});
