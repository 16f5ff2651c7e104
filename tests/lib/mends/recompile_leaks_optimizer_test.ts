import * as tf from "@tensorflow/tfjs";
import { strictEqual } from "node:assert/strict";
import "../../../lib/mends/install_mends.ts";

await tf.setBackend("cpu");

const x = tf.ones([4, 2]);
const y = tf.zeros([4, 1]);

Deno.test("compile() again disposes of an optimizer made from a name", async () => {
  const model = tf.sequential({
    layers: [tf.layers.dense({ units: 1, inputShape: [2] })],
  });
  const train = async () => {
    model.compile({ optimizer: "adam", loss: "meanSquaredError" });
    await model.fit(x, y, { epochs: 1, verbose: 0 });
    return tf.memory().numTensors;
  };
  strictEqual(await train(), await train());
});

Deno.test("compile() again leaves the caller's optimizer to the caller", async () => {
  const model = tf.sequential({
    layers: [tf.layers.dense({ units: 1, inputShape: [2] })],
  });
  const optimizer = tf.train.adam(0.1);
  for (let i = 0; i < 2; i++) {
    model.compile({ optimizer, loss: "meanSquaredError" });
    await model.fit(x, y, { epochs: 1, verbose: 0 });
  }
  strictEqual(optimizer.iterations, 2);
});

Deno.test("compile() again with the model's own optimizer goes on with its moments", async () => {
  const model = tf.sequential({
    layers: [tf.layers.dense({ units: 1, inputShape: [2] })],
  });
  model.compile({ optimizer: "adam", loss: "meanSquaredError" });
  await model.fit(x, y, { epochs: 1, verbose: 0 });
  const { optimizer } = model;
  model.compile({ optimizer, loss: "meanAbsoluteError" });
  await model.fit(x, y, { epochs: 1, verbose: 0 });
  strictEqual(optimizer.iterations, 2);
});
