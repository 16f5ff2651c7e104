import {
  deepStrictEqual,
  match,
  notDeepStrictEqual,
  strictEqual,
} from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import { GroupedOptimizer } from "../../../lib/weights/grouped_optimizer.ts";
import { freeze } from "../../../lib/weights/freeze.ts";
import "../../../lib/mends/install_mends.ts";
import { saveAndLoad } from "./save_and_load.ts";

await tf.setBackend("cpu");

const x = tf.randomNormal([8, 3], 0, 1, "float32", 1);
const y = tf.randomNormal([8, 3], 0, 1, "float32", 2);

/** A model whose name is its own, and its layers' names are not. */
function tower(name: string): tf.Sequential {
  return tf.sequential({
    name,
    layers: [
      tf.layers.dense({ units: 3, inputShape: [3], name: "dense" }),
      tf.layers.batchNormalization({ name: "norm" }),
      tf.layers.dense({ units: 3, name: "out" }),
    ],
  });
}

function compiled(optimizer: string): tf.LayersModel {
  const input = tf.input({ shape: [3] });
  const [left, right] = [tower("left"), tower("right")];
  const model = tf.model({
    inputs: input,
    outputs: tf.layers.add().apply(
      [
        left.apply(input),
        right.apply(left.apply(input)),
      ] as tf.SymbolicTensor[],
    ) as tf.SymbolicTensor,
  });
  model.compile({ optimizer, loss: "meanSquaredError" });
  return model;
}

const valuesOf = (model: tf.LayersModel) =>
  model.getWeights().map((weight) => [...weight.dataSync()]);

for (const optimizer of ["sgd", "adam", "rmsprop", "adamax"]) {
  Deno.test(`a model whose nested models share names of layers is saved and loaded, and goes on with ${optimizer}`, async () => {
    const model = compiled(optimizer);
    // So that moments are not in the order of the weights.
    const undo = freeze(model, "left");
    await model.fit(x, y, { verbose: 0 });
    undo();
    freeze(model, "right/dense");
    await model.fit(x, y, { verbose: 0 });
    const again = await saveAndLoad(model, { includeOptimizer: true });
    deepStrictEqual(valuesOf(again), valuesOf(model));
    for (const one of [model, again]) {
      await one.fit(x, y, { verbose: 0, epochs: 2, shuffle: false });
    }
    deepStrictEqual(valuesOf(again), valuesOf(model));
  });
}

Deno.test("an optimizer of groups tells weights of one name apart", async () => {
  const model = compiled("sgd");
  model.compile({
    optimizer: new GroupedOptimizer(model, [
      { filter: "right", optimizer: tf.train.sgd(0) },
    ], tf.train.sgd(0.1)),
    loss: "meanSquaredError",
  });
  const kernel = (name: string) => [
    ...(model.getLayer(name) as tf.LayersModel).layers[0].getWeights()[0]
      .dataSync(),
  ];
  const [left, right] = [kernel("left"), kernel("right")];
  await model.fit(x, y, { verbose: 0 });
  deepStrictEqual(kernel("right"), right);
  notDeepStrictEqual(kernel("left"), left);
});

Deno.test("weights keep their own names once they are saved and loaded", async () => {
  const model = compiled("sgd");
  const again = await saveAndLoad(model);
  for (const one of [model, again]) {
    const inner = one.getLayer("right") as tf.LayersModel;
    const copy = await saveAndLoad(inner);
    strictEqual(copy.weights[0].originalName, "dense/kernel");
    deepStrictEqual(valuesOf(copy), valuesOf(inner));
  }
});

Deno.test("files with two weights of one name, as tfjs writes them, are loaded with a warning of their order", async () => {
  const { warn } = console;
  let warned = "";
  console.warn = (text: string) => void (warned = text);
  const model = compiled("adam");
  await model.fit(x, y, { verbose: 0 });
  const folder = await Deno.makeTempDir();
  try {
    await model.save(`file://${folder}`, { includeOptimizer: true });
    const path = `${folder}/model.json`;
    const text = await Deno.readTextFile(path);
    await Deno.writeTextFile(path, text.replaceAll(/#\d+/g, ""));
    const again = await tf.loadLayersModel(`file://${path}`);
    match(warned, /several weights named dense\/kernel, .* order/);
    deepStrictEqual(valuesOf(again), valuesOf(model));
    for (const one of [model, again]) {
      await one.fit(x, y, { verbose: 0, shuffle: false });
    }
    deepStrictEqual(valuesOf(again), valuesOf(model));
  } finally {
    console.warn = warn;
    await Deno.remove(folder, { recursive: true });
  }
});
