/** tfjs's own BatchNormalization, frozen in every way there is, infers. */

import * as tf from "@tensorflow/tfjs";
import { deepStrictEqual, notDeepStrictEqual, ok } from "node:assert/strict";
import { batchNormalization } from "../../../lib/layers/batch_normalization.ts";
import { audit } from "../../../lib/weights/audit.ts";
import { freeze, unfreeze } from "../../../lib/weights/freeze.ts";
import { trackChanges } from "../../../lib/weights/track_changes.ts";

await tf.setBackend("cpu");

const x = tf.tensor(
  Array.from({ length: 24 }, (_, i) => 3 + Math.sin(i * i)),
  [8, 3],
);
const y = tf.tensor(Array.from({ length: 8 }, (_, i) => Math.cos(i)), [8, 1]);

function build(trainable = true): tf.Sequential {
  const base = tf.sequential({
    name: "base",
    layers: [
      tf.layers.dense({ units: 4, inputShape: [3], name: "dense", trainable }),
      tf.layers.batchNormalization({ name: "norm", trainable }),
    ],
  });
  return tf.sequential({
    layers: [base, tf.layers.dense({ units: 1, name: "head" })],
  });
}

async function moved(model: tf.Sequential): Promise<string[]> {
  model.compile({ optimizer: "sgd", loss: "meanSquaredError" });
  const changes = await trackChanges(
    model,
    () => model.fit(x, y, { epochs: 1, verbose: 0 }),
  );
  return changes.moved;
}

const HEAD = ["head/kernel", "head/bias"];

const WAYS: [string, () => tf.Sequential][] = [
  ["freeze()", () => {
    const model = build();
    freeze(model, "base");
    return model;
  }],
  ["trainable = false of the model around it", () => {
    const model = build();
    model.layers[0].trainable = false;
    return model;
  }],
  ["trainable = false of each layer", () => {
    const model = build();
    (model.layers[0] as tf.Sequential).layers.forEach((layer) =>
      layer.trainable = false
    );
    return model;
  }],
  ["the constructor", () => build(false)],
];

for (const [way, make] of WAYS) {
  Deno.test(`a BatchNormalization of tfjs frozen by ${way} infers in training and keeps its averages`, async () => {
    const model = make();
    deepStrictEqual(await moved(model), HEAD);
    const base = model.layers[0];
    const [inTraining, atPrediction] = [true, false].map((training) => [
      ...(base.apply(x, { training }) as tf.Tensor).dataSync(),
    ]);
    deepStrictEqual(inTraining, atPrediction);
    deepStrictEqual(audit(model).notes, [
      "base/norm: uses its moving averages and keeps them, since it is frozen",
    ]);
  });
}

Deno.test('freeze() with batchNormalization "asTfjs" leaves it as tfjs has it, until undone', async () => {
  const model = build();
  const undo = freeze(model, "base", { batchNormalization: "asTfjs" });
  deepStrictEqual(await moved(model), [
    "base/norm/moving_mean",
    "base/norm/moving_variance",
    ...HEAD,
  ]);
  ok(audit(model).notes[0].includes("moves in training"));
  undo();
  freeze(model, "base");
  deepStrictEqual(await moved(model), HEAD);
  unfreeze(model);
  notDeepStrictEqual(await moved(model), HEAD);
});

for (const rank of [2, 3, 4, 5]) {
  for (const args of [{}, { scale: false }, { center: false }, { axis: 1 }]) {
    Deno.test(`tfjs's and our BatchNormalization agree in both phases at rank ${rank}, ${JSON.stringify(args)}`, () => {
      const shape = [2, 3, 2, 2, 3].slice(0, rank);
      const input = tf.range(0, tf.util.sizeFromShape(shape)).sin()
        .reshape(shape);
      const layers = [
        tf.layers.batchNormalization(args),
        batchNormalization(args),
      ];
      for (const training of [true, false]) {
        const [theirs, ours] = layers.map((layer) => [
          ...(layer.apply(input, { training }) as tf.Tensor).dataSync(),
        ]);
        deepStrictEqual(theirs, ours);
        ok(theirs.every(Number.isFinite));
      }
    });
  }
}
