import * as tf from "@tensorflow/tfjs";
import { deepStrictEqual, ok, throws } from "node:assert/strict";
import { freeze } from "../../../lib/weights/freeze.ts";
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
