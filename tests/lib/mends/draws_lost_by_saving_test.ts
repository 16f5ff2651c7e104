import { deepStrictEqual } from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import { dropout } from "../../../lib/dropout/dropout.ts";
import { setRandomSeed } from "../../../lib/random/set_random_seed.ts";
import { fit } from "../../../lib/train/fit.ts";

await tf.setBackend("cpu");

const x = tf.randomNormal([8, 4, 2], 0, 1, "float32", 1);
const y = tf.randomNormal([8, 1], 0, 1, "float32", 2);

/** Saves a model, and gives what loads it. */
async function saved(model: tf.LayersModel) {
  let artifacts: tf.io.ModelArtifacts;
  const handler = tf.io.withSaveHandler((given) => {
    artifacts = given;
    const dateSaved = new Date(0);
    return Promise.resolve({
      modelArtifactsInfo: { dateSaved, modelTopologyType: "JSON" as const },
    });
  });
  await model.save(handler, { includeOptimizer: true });
  return () => tf.loadLayersModel(tf.io.fromMemory(artifacts));
}

/** Layers that draw: ours, tfjs's own and a recurrent one. */
const DRAWING: Record<string, () => tf.layers.Layer[]> = {
  "a seed of their own": () => [
    dropout({ rate: 0.5, seed: 1, inputShape: [4, 2] }),
    tf.layers.lstm({ units: 2, dropout: 0.5, seed: 2 } as never),
    tf.layers.dropout({ rate: 0.5, seed: 3 }),
  ],
  "the run's seed": () => [
    tf.layers.gaussianNoise({ stddev: 0.5, inputShape: [4, 2] }),
    tf.layers.gru({ units: 2, dropout: 0.5 }),
    dropout({ rate: 0.5 }),
  ],
};

/** What another process does before it loads the model. */
const BEFORE: Record<string, () => void> = {
  "seeded alike": () => setRandomSeed(7),
  "without a seed": () => setRandomSeed(null),
  "seeded alike, after another layer was made": () => {
    setRandomSeed(7);
    dropout({ rate: 0.5 });
  },
};

for (
  const [what, layers, before] of Object.entries(DRAWING).flatMap((drawing) =>
    Object.keys(BEFORE).map((before) => [...drawing, before] as const)
  )
) {
  Deno.test(`a training goes on after a save as if there had been none, with ${what}, ${before}`, async () => {
    setRandomSeed(7);
    const model = tf.sequential({
      layers: [...layers(), tf.layers.dense({ units: 1 })],
    });
    model.compile({ optimizer: "adam", loss: "meanSquaredError" });
    const train = (one: tf.LayersModel, from: number) =>
      fit(one, x, y, {
        display: false,
        batchSize: 4,
        shuffle: false,
        initialEpoch: from,
        epochs: from + 2,
      });
    await train(model, 0);
    const load = await saved(model);
    await train(model, 2);
    BEFORE[before]();
    const copy = await load();
    await train(copy, 2);
    setRandomSeed(null);
    deepStrictEqual(
      copy.getWeights().map((weight) => weight.dataSync()),
      model.getWeights().map((weight) => weight.dataSync()),
    );
  });
}
