/** Optimizers and schedules against the numbers of Keras 3.15.1. */

import { deepStrictEqual, ok, strictEqual, throws } from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import { adam, adamW } from "../../../../lib/train/optimizers/adam.ts";
import {
  cosineDecay,
  exponentialDecay,
  type LearningRateSchedule,
  polynomialDecay,
  slantedTriangular,
} from "../../../../lib/train/optimizers/learning_rate_schedule.ts";
import { rmsprop } from "../../../../lib/train/optimizers/rms_prop.ts";
import { sgd } from "../../../../lib/train/optimizers/sgd.ts";
import { freeze, unfreeze } from "../../../../lib/weights/freeze.ts";
import { saveAndLoad } from "../../mends/save_and_load.ts";

await tf.setBackend("cpu");

const golden = JSON.parse(Deno.readTextFileSync(
  new URL("../../../golden/optimizers.json", import.meta.url),
));

const warmUp = {
  initialLearningRate: 0,
  decaySteps: 8,
  alpha: 0.1,
  warmupTarget: 0.2,
  warmupSteps: 3,
};
const learningRate = 0.1;

const OPTIMIZERS: Record<string, () => tf.Optimizer> = {
  "adam": () => adam(),
  "adam by a schedule": () => adam({ learningRate: cosineDecay(warmUp) }),
  "adamW": () => adamW({ learningRate }),
  "adamW without decay of the bias": () =>
    adamW({ learningRate, weightDecay: 0.5 }).excludeFromWeightDecay(["bias"]),
  "adam, clipNorm": () => adam({ learningRate, clipNorm: 0.5 }),
  "adam, globalClipNorm": () => adam({ learningRate, globalClipNorm: 0.5 }),
  "adam, accumulated": () =>
    adam({ learningRate, gradientAccumulationSteps: 3 }),
  "sgd": () => sgd({ learningRate }),
  "sgd, clipValue": () => sgd({ learningRate, clipValue: 0.3 }),
  "sgd, accumulated and decayed": () =>
    sgd({
      learningRate,
      gradientAccumulationSteps: 5,
      weightDecay: 0.1,
      globalClipNorm: 0.4,
    }),
  "momentum": () => sgd({ learningRate, momentum: 0.9 }),
  "nesterov": () => sgd({ learningRate, momentum: 0.9, nesterov: true }),
  "rmsprop": () => rmsprop({ learningRate }),
  "rmsprop, centered": () =>
    rmsprop({ learningRate: 0.01, centered: true, momentum: 0.5, rho: 0.8 }),
};

Deno.test("the table has every optimizer that Keras was asked for", () => {
  deepStrictEqual(Object.keys(OPTIMIZERS), Object.keys(golden.optimizers));
});

let models = 0;

for (const [name, expected] of Object.entries<number[]>(golden.optimizers)) {
  Deno.test(`${name}: twelve steps as in Keras`, () => {
    const before = tf.memory().numTensors;
    const optimizer = OPTIMIZERS[name]();
    const id = models++;
    const weights = [
      tf.variable(tf.tensor1d([1, -2, 3]), true, `${id}/kernel`),
      tf.variable(tf.tensor1d([0.5, -0.5]), true, `${id}/bias`),
    ];
    for (let t = 0; t < 12; t++) {
      let at = 0;
      const gradients = weights.map((weight) => {
        const values = [...weight.dataSync()];
        const gradient = values.map((value) =>
          0.3 * value + Math.cos(t + at++)
        );
        return { name: weight.name, tensor: tf.tensor1d(gradient) };
      });
      optimizer.applyGradients(gradients);
      tf.dispose(gradients.map(({ tensor }) => tensor));
    }
    const values = weights.flatMap((weight) => [...weight.dataSync()]);
    const worst = Math.max(
      ...values.map((value, i) => Math.abs(value - expected[i])),
    );
    // Twelve steps of some ten float32 operations on values of order 1.
    ok(worst < 12 * 10 * 2 ** -24, `differs by ${worst}`);
    optimizer.dispose();
    tf.dispose(weights);
    ok(tf.memory().numTensors - before <= 2);
  });
}

const SCHEDULES: Record<string, LearningRateSchedule> = {
  "cosineDecay": cosineDecay({
    initialLearningRate: 0.5,
    decaySteps: 10,
    alpha: 0.2,
  }),
  "cosineDecay with warm-up": cosineDecay({
    initialLearningRate: 0.1,
    decaySteps: 10,
    alpha: 0.2,
    warmupTarget: 0.6,
    warmupSteps: 4,
  }),
  "exponentialDecay": exponentialDecay({
    initialLearningRate: 0.5,
    decaySteps: 4,
    decayRate: 0.7,
  }),
  "exponentialDecay in stairs": exponentialDecay({
    initialLearningRate: 0.5,
    decaySteps: 4,
    decayRate: 0.7,
    staircase: true,
  }),
  "polynomialDecay": polynomialDecay({
    initialLearningRate: 0.5,
    decaySteps: 10,
    endLearningRate: 0.1,
    power: 2,
  }),
};

for (const [name, expected] of Object.entries<number[]>(golden.schedules)) {
  Deno.test(`${name}: the rates of sixteen steps as in Keras`, () => {
    const rates = expected.map((_, step) => SCHEDULES[name].at(step));
    const worst = Math.max(
      ...rates.map((rate, i) => Math.abs(rate - expected[i])),
    );
    ok(worst < 2 ** -22, `differs by ${worst}`);
  });
}

Deno.test("slantedTriangular() rises in the first tenth and falls to a thirty-second", () => {
  const { at } = slantedTriangular({ learningRate: 0.32, steps: 100 });
  const rates = [0, 5, 10, 55, 100, 200].map((step) => at(step).toFixed(4));
  deepStrictEqual(
    rates,
    ["0.0100", "0.1650", "0.3200", "0.1650", "0.0100", "0.0100"],
  );
});

function threeLayers(optimizer: tf.Optimizer): tf.LayersModel {
  const model = tf.sequential();
  for (const name of ["p", "q", "r"]) {
    model.add(tf.layers.dense({
      name,
      units: 3,
      inputShape: [3],
      kernelInitializer: tf.initializers.glorotUniform({ seed: 1 }),
    }));
  }
  model.compile({ optimizer, loss: "meanSquaredError" });
  return model;
}

for (const [name, make] of Object.entries(OPTIMIZERS)) {
  Deno.test(`${name}: saved with a part frozen, loaded and thawed, it goes on the same`, async () => {
    const [x, y] = [tf.ones([4, 3]), tf.zeros([4, 3])];
    const model = threeLayers(make());
    freeze(model, ["q"]);
    for (let step = 0; step < 4; step++) await model.trainOnBatch(x, y);
    const loaded = await saveAndLoad(model, { includeOptimizer: true });
    for (const each of [model, loaded]) {
      unfreeze(each);
      for (let step = 0; step < 4; step++) await each.trainOnBatch(x, y);
    }
    deepStrictEqual(
      loaded.getWeights().map((weight) => weight.dataSync()),
      model.getWeights().map((weight) => weight.dataSync()),
    );
  });
}

Deno.test("optimizers refuse what is out of range or contradicts itself", () => {
  throws(() => adam({ beta1: 1 }), RangeError);
  throws(() => adam({ clipNorm: 1, clipValue: 1 }), /one of/);
  throws(() => sgd({ momentum: 2 }), RangeError);
  throws(() => sgd({ learningRate: -1 }), RangeError);
  throws(() => adamW({ weightDecay: -1 }), RangeError);
  throws(() => rmsprop({ gradientAccumulationSteps: 0.5 }), RangeError);
  throws(
    () => adam({ learning_rate: 1 } as object),
    /did you mean learningRate/,
  );
  throws(() => cosineDecay({ decaySteps: 1 } as never), RangeError);
});

Deno.test("an optimizer's rate can be set, unless it follows a schedule", () => {
  const optimizer = adam({ learningRate });
  optimizer.learningRate = 0.01;
  strictEqual(optimizer.learningRate, 0.01);
  const scheduled = adam({ learningRate: cosineDecay(warmUp) });
  throws(() => scheduled.learningRate = 1, TypeError);
});
