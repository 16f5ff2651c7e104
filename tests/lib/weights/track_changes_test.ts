import * as tf from "@tensorflow/tfjs";
import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { freeze } from "../../../lib/weights/freeze.ts";
import { trackChanges } from "../../../lib/weights/track_changes.ts";

await tf.setBackend("cpu");

function model(): tf.Sequential {
  const layers = [
    tf.layers.dense({ name: "a", units: 2, inputShape: [2] }),
    tf.layers.batchNormalization({ name: "norm" }),
    tf.layers.dense({ name: "b", units: 1, useBias: false }),
  ];
  const model = tf.sequential({ layers });
  model.compile({ optimizer: "sgd", loss: "meanSquaredError" });
  return model;
}

const x = tf.tensor2d([[1, 2], [3, 5], [-1, 0]]);
const y = tf.ones([3, 1]);

Deno.test("trackChanges() tells what trained from what was frozen", async () => {
  const trained = model();
  freeze(trained, "a");
  const tensors = tf.memory().numTensors;
  const changes = await trackChanges(
    trained,
    () => trained.fit(x, y, { epochs: 1, verbose: 0 }),
  );
  strictEqual(tf.memory().numTensors, tensors);
  deepStrictEqual(
    changes.rows.map(({ path, name, role }) => `${path}/${name} ${role}`),
    [
      "a/kernel frozen",
      "a/bias frozen",
      "norm/gamma trains",
      "norm/beta trains",
      "norm/moving_mean state",
      "norm/moving_variance state",
      "b/kernel trains",
    ],
  );
  // The averages move although no optimizer moves them.
  deepStrictEqual(changes.movedUnasked, [
    "norm/moving_mean",
    "norm/moving_variance",
  ]);
});

Deno.test("trackChanges() measures how far a weight moved", async () => {
  const tracked = model();
  const b = tracked.getLayer("b");
  b.setWeights([tf.tensor2d([[3], [4]])]);
  const { rows } = await trackChanges(
    tracked,
    () => b.setWeights([tf.tensor2d([[3], [6]])]),
  );
  deepStrictEqual(rows.at(-1), {
    path: "b",
    name: "kernel",
    role: "trains",
    size: 2,
    changed: 1,
    distance: 2,
    relative: 2 / 5,
  });
});

Deno.test("trackChanges() shows no length relative to a weight that was 0", async () => {
  const tracked = model();
  const a = tracked.getLayer("a");
  const [kernel] = a.getWeights();
  const changes = await trackChanges(
    tracked,
    () => a.setWeights([kernel, tf.tensor1d([3, 4])]),
  );
  strictEqual(changes.rows[1].relative, Infinity);
  deepStrictEqual(changes.toTable().rows[1].slice(-2), [5, null]);
});
