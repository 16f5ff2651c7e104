import {
  deepStrictEqual,
  rejects,
  strictEqual,
  throws,
} from "node:assert/strict";
import { join } from "node:path";
import * as tf from "@tensorflow/tfjs";
import { loadWeights } from "../../../lib/data/keras/load_weights.ts";
import {
  filledIn,
  modelCheckpoint,
} from "../../../lib/models/model_checkpoint.ts";
import { fit } from "../../../lib/train/fit.ts";

await tf.setBackend("cpu");

const folder = await Deno.makeTempDir();
addEventListener("unload", () => Deno.removeSync(folder, { recursive: true }));

const [x, y] = [tf.ones([4, 1]), tf.zeros([4, 1])];

function makeModel(): tf.LayersModel {
  const model = tf.sequential({
    layers: [tf.layers.dense({ units: 1, inputShape: [1] })],
  });
  model.compile({ optimizer: "sgd", loss: "meanSquaredError" });
  return model;
}

function value(model: tf.LayersModel): number {
  return model.getWeights()[0].dataSync()[0];
}

/** What each epoch's weight was, with metrics that are best in the second. */
async function train(
  path: string,
  options: Parameters<typeof modelCheckpoint>[1],
): Promise<{ model: tf.LayersModel; after: number[] }> {
  const model = makeModel();
  const after: number[] = [];
  await fit(model, x, y, {
    display: false,
    batchSize: 2,
    epochs: 3,
    callbacks: [{
      onEpochEnd: (epoch, logs) => {
        logs.watched = [2, 1, 3][epoch];
        after.push(value(model));
      },
    }, modelCheckpoint(join(folder, path), options)],
  });
  return { model, after };
}

Deno.test("modelCheckpoint() keeps the last weights, or the best ones", async () => {
  const last = await train("last.safetensors", {});
  await loadWeights(last.model, join(folder, "last.safetensors"));
  strictEqual(value(last.model), last.after[2]);
  const best = await train("best.safetensors", {
    monitor: "watched",
    saveBestOnly: true,
  });
  await loadWeights(best.model, join(folder, "best.safetensors"));
  strictEqual(value(best.model), best.after[1]);
  await train("never.safetensors", {
    monitor: "watched",
    saveBestOnly: true,
    initialValueThreshold: 0.5,
  });
  throws(() => Deno.statSync(join(folder, "never.safetensors")));
});

Deno.test("modelCheckpoint() names files by epoch and metric, or saves a whole model", async () => {
  await train("{epoch:02d}-{watched:.1f}.safetensors", {});
  const names = [...Deno.readDirSync(folder)].map(({ name }) => name)
    .filter((name) => /^\d\d-/.test(name)).toSorted();
  deepStrictEqual(names, [
    "01-2.0.safetensors",
    "02-1.0.safetensors",
    "03-3.0.safetensors",
  ]);
  const { model } = await train("whole", {});
  const loaded = await tf.loadLayersModel(`file://${folder}/whole/model.json`);
  strictEqual(value(loaded), value(model));
  strictEqual(loaded.optimizer.getClassName(), "SGD");
});

Deno.test("modelCheckpoint() saves after so many batches, also by tfjs's own fit", async () => {
  const model = makeModel();
  await model.fit(x, y, {
    verbose: 0,
    batchSize: 1,
    epochs: 3,
    shuffle: false,
    callbacks: modelCheckpoint(join(folder, "b{epoch}.safetensors"), {
      saveFreq: 3,
    }),
  });
  const names = [...Deno.readDirSync(folder)].map(({ name }) => name)
    .filter((name) => /^b\d/.test(name)).toSorted();
  // Batches 3, 6, 9 and 12 of four an epoch.
  deepStrictEqual(names, [1, 2, 3].map((epoch) => `b${epoch}.safetensors`));
});

Deno.test("modelCheckpoint() refuses what contradicts itself or is not there", async () => {
  throws(
    () => modelCheckpoint("a.safetensors", { saveWeightsOnly: false }),
    RangeError,
  );
  throws(
    () => modelCheckpoint("folder", { saveWeightsOnly: true }),
    RangeError,
  );
  throws(() => modelCheckpoint("folder", { saveFreq: 0 }), RangeError);
  for (const path of ["best.keras", "w-{epoch}.weights.h5"]) {
    throws(() => modelCheckpoint(path), /\.safetensors, a whole model in a/);
  }
  throws(() => filledIn("{loss:x}", { loss: 1 }), /format/);
  await rejects(train("{val_loss}.safetensors", {}), /there are epoch, loss/);
});
