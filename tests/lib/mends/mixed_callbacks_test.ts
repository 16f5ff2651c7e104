import * as tf from "@tensorflow/tfjs";
import { deepStrictEqual } from "node:assert/strict";
import "../../../lib/mends/install_mends.ts";

await tf.setBackend("cpu");

/** A training that stops after its second epoch, as its loss can't fall. */
async function epochs(
  callbacks: (hooks: tf.CustomCallbackArgs) => object[],
  isDataset: boolean,
): Promise<number[]> {
  const model = tf.sequential({
    layers: [tf.layers.dense({ units: 1, inputShape: [2] })],
  });
  model.compile({ optimizer: tf.train.sgd(0), loss: "meanSquaredError" });
  const seen: number[] = [];
  const args = {
    epochs: 5,
    verbose: 0 as const,
    callbacks: callbacks({ onEpochEnd: (epoch) => void seen.push(epoch) }),
  } as tf.ModelFitArgs;
  const xs = tf.ones([4, 2]);
  const ys = tf.zeros([4, 1]);
  if (isDataset) {
    const dataset = tf.data.array([{ xs, ys }]);
    await model.fitDataset(dataset, args as tf.ModelFitDatasetArgs<never>);
  } else await model.fit(xs, ys, args);
  return seen;
}

for (const isDataset of [false, true]) {
  const method = isDataset ? "fitDataset" : "fit";
  Deno.test(`${method} takes objects with hooks beside callbacks, in any order`, async () => {
    const stop = () => tf.callbacks.earlyStopping({ monitor: "loss" });
    const custom = () => new tf.CustomCallback({ onTrainBegin() {} });
    deepStrictEqual(await epochs((it) => [it, stop()], isDataset), [0, 1]);
    deepStrictEqual(await epochs((it) => [stop(), it], isDataset), [0, 1]);
    deepStrictEqual(
      await epochs((it) => [it, custom()], isDataset),
      [0, 1, 2, 3, 4],
    );
  });
}
