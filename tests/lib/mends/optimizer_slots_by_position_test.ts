import { deepStrictEqual } from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import "../../../lib/mends/install_mends.ts";
import { freeze, unfreeze } from "../../../lib/weights/freeze.ts";
import { saveAndLoad } from "./save_and_load.ts";

await tf.setBackend("cpu");

/** Optimizers with a state, and what they keep for each weight. */
const OPTIMIZERS: Record<string, [() => tf.Optimizer, slots: number]> = {
  adadelta: [() => tf.train.adadelta(0.1), 2],
  adagrad: [() => tf.train.adagrad(0.1), 1],
  adam: [() => tf.train.adam(0.1), 2],
  adamax: [() => tf.train.adamax(0.1), 2],
  momentum: [() => tf.train.momentum(0.1, 0.9), 1],
  nesterov: [() => tf.train.momentum(0.1, 0.9, true), 1],
  rmsprop: [() => tf.train.rmsprop(0.1), 2],
  centered: [() => tf.train.rmsprop(0.1, 0.9, 0.5, 1e-7, true), 3],
  sgd: [() => tf.train.sgd(0.1), 0],
};

function threeLayers(optimizer: tf.Optimizer): tf.LayersModel {
  const model = tf.sequential();
  for (const name of ["p", "q", "r"]) {
    model.add(tf.layers.dense({
      name,
      units: 3,
      inputShape: [3],
      activation: "tanh",
      kernelInitializer: tf.initializers.glorotUniform({ seed: 1 }),
    }));
  }
  model.compile({ optimizer, loss: "meanSquaredError" });
  return model;
}

const x = tf.randomNormal([8, 3], 0, 1, "float32", 3);
const y = tf.randomNormal([8, 3], 0, 1, "float32", 4);

function values(model: tf.LayersModel): number[] {
  return model.getWeights().flatMap((weight) => [...weight.dataSync()]);
}

for (const [name, [make, slots]] of Object.entries(OPTIMIZERS)) {
  Deno.test(`${name} keeps its moments by weight over saving, whatever was frozen`, async () => {
    for (const frozen of [["p"], ["q"], ["p", "r"], ["p", "q"]]) {
      const model = threeLayers(make());
      const undo = freeze(model, frozen);
      for (let step = 0; step < 5; step++) await model.trainOnBatch(x, y);
      const loaded = await saveAndLoad(model, { includeOptimizer: true });

      undo();
      unfreeze(loaded);
      for (const each of [model, loaded]) {
        for (let step = 0; step < 3; step++) await each.trainOnBatch(x, y);
      }
      deepStrictEqual(values(loaded), values(model), `frozen: ${frozen}`);
      loaded.dispose();
      model.dispose();
    }
  });

  Deno.test(`${name} is saved under the names of the model's weights`, async () => {
    // The second model of a process has other names of tensors.
    threeLayers(make());
    const model = threeLayers(make());
    freeze(model, ["q"]);
    await model.trainOnBatch(x, y);
    const saved = await model.optimizer.getWeights();
    const weights = saved.slice(1).map(({ name }) =>
      name.slice(0, name.lastIndexOf("/"))
    );
    deepStrictEqual(
      [...new Set(weights)],
      slots === 0 ? [] : ["p/kernel", "p/bias", "r/kernel", "r/bias"],
    );
    deepStrictEqual(weights.length, 4 * slots);
  });
}
