/** Steps of models of which nothing trains. */

import * as tf from "@tensorflow/tfjs";
import { deepStrictEqual, match, strictEqual } from "node:assert/strict";
import "../../../lib/mends/install_mends.ts";

await tf.setBackend("cpu");

/** What is warned of while `act` runs. */
async function warnings(act: () => Promise<unknown>): Promise<string[]> {
  const { warn } = console;
  const said: string[] = [];
  console.warn = (text: string) => said.push(text);
  try {
    await act();
  } finally {
    console.warn = warn;
  }
  return said;
}

const x = tf.ones([4, 2]);
const y = tf.zeros([4, 1]);

function critic(): tf.Sequential {
  const model = tf.sequential({
    name: "critic",
    layers: [tf.layers.dense({ units: 1, inputShape: [2] })],
  });
  model.compile({ optimizer: "sgd", loss: "meanSquaredError" });
  return model;
}

Deno.test("training a model frozen since it was compiled, as in a GAN, warns once with what to do", async () => {
  const model = critic();
  const maker = tf.sequential({
    layers: [tf.layers.dense({ units: 2, inputShape: [2] })],
  });
  model.trainable = false;
  const gan = tf.sequential({ layers: [maker, model] });
  gan.compile({ optimizer: "sgd", loss: "meanSquaredError" });
  const said = await warnings(async () => {
    await model.trainOnBatch(x, y);
    await model.trainOnBatch(x, y);
    await gan.trainOnBatch(x, y);
  });
  strictEqual(said.length, 1);
  match(said[0], /Training critic changes nothing: its 2 weights are frozen/);
  match(said[0], /set critic\.trainable = true before its own trainOnBatch/);
  model.trainable = true;
  const before = [...model.getWeights()[0].dataSync()];
  deepStrictEqual(await warnings(() => model.trainOnBatch(x, y)), []);
  const after = [...model.getWeights()[0].dataSync()];
  strictEqual(before.some((value, i) => value !== after[i]), true);
});

Deno.test("training an all-frozen model warns once and leaves no tensors behind", async () => {
  const model = critic();
  model.trainable = false;
  model.compile({
    optimizer: "sgd",
    loss: "meanSquaredError",
    metrics: ["mae"],
  });
  const said = await warnings(async () => {
    await model.fit(x, y, { epochs: 1, verbose: 0 });
    const before = tf.memory().numTensors;
    for (let i = 0; i < 5; i++) await model.trainOnBatch(x, y);
    await model.fit(x, y, { epochs: 3, verbose: 0 });
    strictEqual(tf.memory().numTensors, before);
  });
  deepStrictEqual(said, [
    "Training critic changes nothing: all its weights are frozen",
  ]);
});
