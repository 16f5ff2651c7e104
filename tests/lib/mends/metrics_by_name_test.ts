import { deepStrictEqual, match, strictEqual } from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import "../../../lib/mends/install_mends.ts";
import { saveAndLoad } from "./save_and_load.ts";

await tf.setBackend("cpu");

const WHOLE = { includeOptimizer: true };

function gap(yTrue: tf.Tensor, yPred: tf.Tensor): tf.Tensor {
  return yTrue.sub(yPred).abs().mean();
}

function compiled(metrics: tf.ModelCompileArgs["metrics"]): tf.LayersModel {
  const model = tf.sequential({
    layers: [tf.layers.dense({ units: 1, inputShape: [1] })],
  });
  model.compile({ optimizer: "sgd", loss: "meanSquaredError", metrics });
  return model;
}

Deno.test("a model with functions as metrics is loaded without them, which is said", async () => {
  const { warn } = console;
  const said: string[] = [];
  console.warn = (text: string) => said.push(text);
  try {
    const alone = await saveAndLoad(compiled(gap), WHOLE);
    deepStrictEqual(alone.metricsNames, ["loss"]);
    const beside = await saveAndLoad(compiled(["mae", gap]), WHOLE);
    deepStrictEqual(beside.metricsNames, ["loss", "mae"]);
  } finally {
    console.warn = warn;
  }
  const ofMetrics = said.filter((text) => /metric/.test(text));
  strictEqual(ofMetrics.length, 2, said.join("\n"));
  match(ofMetrics[0], /without its metric gap, .*compile it again/);
});

Deno.test("metrics without a name are logged as lambda", async () => {
  const model = compiled([(a, b) => gap(a, b), (a, b) => gap(a, b)]);
  const ones = tf.ones([2, 1]);
  const { history } = await model.fit(ones, ones, { verbose: 0 });
  deepStrictEqual(Object.keys(history), ["loss", "lambda_0", "lambda_1"]);
});
