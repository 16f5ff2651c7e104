import { adam } from "../../../lib/train/optimizers/adam.ts";
import { freeze, unfreeze } from "../../../lib/weights/freeze.ts";
import {
  getLearningRate,
  setLearningRate,
} from "../../../lib/weights/learning_rate.ts";
import { saveAndLoad } from "../mends/save_and_load.ts";
import * as tf from "@tensorflow/tfjs";
import { deepStrictEqual, ok, strictEqual, throws } from "node:assert/strict";
import { GroupedOptimizer } from "../../../lib/weights/grouped_optimizer.ts";
import { trackChanges } from "../../../lib/weights/track_changes.ts";

await tf.setBackend("cpu");

const x = tf.ones([4, 2]);
const y = tf.zeros([4, 1]);

function model(): tf.Sequential {
  const dense = (name: string, units: number) =>
    tf.layers.dense({ name, units, inputShape: [2], useBias: false });
  return tf.sequential({ layers: [dense("base", 2), dense("head", 1)] });
}

function compiled(): tf.Sequential {
  const one = model();
  const groups = [{ filter: "base", optimizer: tf.train.adam(0.001) }];
  const optimizer = new GroupedOptimizer(one, groups, tf.train.adam(0.1));
  one.compile({ optimizer, loss: "meanSquaredError" });
  return one;
}

const fit = (one: tf.Sequential) => one.fit(x, y, { epochs: 1, verbose: 0 });

Deno.test("GroupedOptimizer steps each group at its own rate", async () => {
  const one = compiled();
  const { rows } = await trackChanges(one, () => fit(one));
  // Adam's first step moves each value by its rate, but for epsilon.
  for (const [i, rate] of [0.001, 0.1].entries()) {
    const step = rows[i].distance / Math.sqrt(rows[i].size);
    ok(Math.abs(step / rate - 1) < 1e-3, `${rows[i].path} by ${step}`);
  }
});

Deno.test("GroupedOptimizer leaves frozen weights alone", async () => {
  const one = compiled();
  freeze(one, "base");
  const { moved } = await trackChanges(one, () => fit(one));
  deepStrictEqual(moved, ["head/kernel"]);
});

Deno.test("GroupedOptimizer refuses a group without layers", () => {
  const groups = [{ filter: "tail", optimizer: tf.train.sgd(1) }];
  throws(
    () => new GroupedOptimizer(model(), groups, tf.train.sgd(1)),
    RangeError,
  );
});

Deno.test("GroupedOptimizer disposes of its groups' moments", async () => {
  const one = model();
  const before = tf.memory().numTensors;
  const groups = [{ filter: "base", optimizer: tf.train.adam(0.001) }];
  const optimizer = new GroupedOptimizer(one, groups, tf.train.adam(0.1));
  one.compile({ optimizer, loss: "meanSquaredError" });
  await fit(one);
  optimizer.dispose();
  deepStrictEqual(tf.memory().numTensors, before);
});

Deno.test("GroupedOptimizer is saved with its groups and moments, and goes on the same after loading", async () => {
  const model = tf.sequential();
  for (const name of ["base", "middle", "head"]) {
    model.add(tf.layers.dense({ name, units: 2, inputShape: [2] }));
  }
  const optimizer = new GroupedOptimizer(
    model,
    [
      { filter: "base", optimizer: tf.train.momentum(0.01, 0.9) },
      { filter: "middle", optimizer: adam({ learningRate: 0.05 }) },
    ],
    tf.train.rmsprop(0.01),
  );
  model.compile({ optimizer, loss: "meanSquaredError" });
  const [x, y] = [tf.ones([4, 2]), tf.zeros([4, 2])];
  freeze(model, "middle");
  for (let step = 0; step < 3; step++) await model.trainOnBatch(x, y);
  const loaded = await saveAndLoad(model, { includeOptimizer: true });
  for (const each of [model, loaded]) {
    unfreeze(each);
    for (let step = 0; step < 3; step++) await each.trainOnBatch(x, y);
  }
  deepStrictEqual(
    loaded.getWeights().map((weight) => weight.dataSync()),
    model.getWeights().map((weight) => weight.dataSync()),
  );
});

Deno.test("GroupedOptimizer changes all its rates in one ratio", () => {
  const model = tf.sequential({
    layers: [tf.layers.dense({ name: "base", units: 1, inputShape: [1] })],
  });
  const base = tf.train.sgd(0.25);
  const rest = adam({ learningRate: 0.5 });
  const optimizer = new GroupedOptimizer(
    model,
    [{ filter: "base", optimizer: base }],
    rest,
  );
  strictEqual(getLearningRate(optimizer), 0.5);
  setLearningRate(optimizer, 0.25);
  deepStrictEqual([base, rest].map(getLearningRate), [0.125, 0.25]);
});

Deno.test("GroupedOptimizer says what a group is made of", () => {
  const optimizer = tf.train.sgd(0.1);
  throws(
    () =>
      new GroupedOptimizer(
        model(),
        [{ layers: "dense", optimizer } as never],
        optimizer,
      ),
    /A group has no option layers. It has filter, optimizer/,
  );
  throws(
    () => new GroupedOptimizer(model(), [], undefined as never),
    /The rest needs an optimizer/,
  );
});
