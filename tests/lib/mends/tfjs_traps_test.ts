/**
 * What tfjs 4.22 does by itself, without this library: the reasons for the
 * files of `lib/mends`. When one of these fails after an update of tfjs, its
 * mend can go.
 */

import * as tf from "@tensorflow/tfjs";
import {
  deepStrictEqual,
  notDeepStrictEqual,
  ok,
  rejects,
  strictEqual,
  throws,
} from "node:assert/strict";

await tf.setBackend("cpu");

const x = tf.ones([4, 2]);
const y = tf.zeros([4, 1]);
const once = { epochs: 1, verbose: 0 } as const;

function twoLayers(): tf.Sequential {
  const model = tf.sequential({
    layers: [
      tf.layers.dense({ units: 3, inputShape: [2] }),
      tf.layers.dense({ units: 1 }),
    ],
  });
  model.compile({ optimizer: "adam", loss: "meanSquaredError" });
  return model;
}

const kernel = (model: tf.Sequential, index: number) => [
  ...model.layers[index].getWeights()[0].dataSync(),
];

Deno.test("tfjs' own fit() ignores a layer thawed after compile", async () => {
  const model = twoLayers();
  model.layers[0].trainable = false;
  model.compile({ optimizer: "adam", loss: "meanSquaredError" });
  model.layers[0].trainable = true;
  const before = kernel(model, 0);
  await model.fit(x, y, once);
  deepStrictEqual(kernel(model, 0), before);
});

Deno.test("tfjs' own fit() throws when what is frozen is swapped after compile", async () => {
  const model = twoLayers();
  model.layers[0].trainable = false;
  model.compile({ optimizer: "adam", loss: "meanSquaredError" });
  await model.fit(x, y, once);
  model.layers[0].trainable = true;
  model.layers[1].trainable = false;
  await rejects(model.fit(x, y, once));
});

Deno.test("tfjs' own fit() throws when all is frozen", async () => {
  const model = twoLayers();
  for (const layer of model.layers) layer.trainable = false;
  await rejects(model.fit(x, y, once));
});

Deno.test("tfjs' own optimizer.minimize() trains layers inside a frozen model", () => {
  const inner = twoLayers();
  const outer = tf.sequential({ layers: [inner] });
  outer.trainable = false;
  const before = kernel(inner, 0);
  tf.train.sgd(0.1).minimize(() =>
    tf.losses.meanSquaredError(y, outer.apply(x) as tf.Tensor)
  );
  notDeepStrictEqual(kernel(inner, 0), before);
});

Deno.test("tfjs' own compile() leaks the moments of the optimizer before", async () => {
  const model = twoLayers();
  await model.fit(x, y, once);
  const before = tf.memory().numTensors;
  model.compile({ optimizer: "adam", loss: "meanSquaredError" });
  await model.fit(x, y, once);
  // Two moments of each of four weights, and Adam's two powers of beta.
  strictEqual(tf.memory().numTensors - before, 2 * 4 + 2);
});

const image = () =>
  tf.tensor(
    Array.from({ length: 2 * 3 * 3 * 2 }, (_, i) => Math.sin(i * i)),
    [2, 3, 3, 2],
  );

const train = (layer: tf.layers.Layer, x: tf.Tensor) =>
  layer.apply(x, { training: true }) as tf.Tensor;

Deno.test("tfjs' own BatchNormalization moves its averages although frozen", () => {
  const layer = tf.layers.batchNormalization({ trainable: false });
  train(layer, image());
  const mean = layer.getWeights()[2].dataSync();
  ok(mean.every((value) => value !== 0));
});

Deno.test("tfjs' own BatchNormalization crashes in training without scale or center", () => {
  for (const args of [{ scale: false }, { center: false }]) {
    throws(() => train(tf.layers.batchNormalization(args), image()), TypeError);
  }
});

Deno.test("tfjs' own BatchNormalization mixes up channels that are not last, at prediction", () => {
  const layer = tf.layers.batchNormalization({ axis: 1 });
  const x = tf.ones([1, 2, 3]);
  layer.build(x.shape);
  const [gamma, beta, , variance] = layer.getWeights();
  // Each channel should become its index; instead, values alternate.
  layer.setWeights([gamma, beta, tf.tensor1d([1, 0]), variance]);
  const y = layer.apply(x, { training: false }) as tf.Tensor;
  const [first] = y.reshape([2, 3]).arraySync() as number[][];
  ok(first.some((value) => value !== 0));
});

const values = (tensor: unknown) => [...(tensor as tf.Tensor).dataSync()];

Deno.test("tfjs' own rnn({ cell }) draws one dropout mask for ever", () => {
  const layer = tf.layers.rnn({
    cell: tf.layers.lstmCell({ units: 8, dropout: 0.5 }),
  }) as tf.layers.Layer;
  const x = tf.ones([2, 3, 8]);
  deepStrictEqual(values(train(layer, x)), values(train(layer, x)));
});

Deno.test("tfjs' own constraints do not act in training", async () => {
  const layer = tf.layers.dense({
    units: 1,
    inputShape: [2],
    kernelConstraint: "nonNeg",
  });
  const model = tf.sequential({ layers: [layer] });
  model.compile({ optimizer: tf.train.sgd(1), loss: "meanSquaredError" });
  await model.fit(x, tf.fill([4, 1], -5), { epochs: 3, verbose: 0 });
  ok(values(layer.getWeights()[0]).some((value) => value < 0));
});

Deno.test("tfjs' own loss counts masked steps", () => {
  const model = tf.sequential({
    layers: [tf.layers.masking({ inputShape: [3, 1] })],
  });
  model.compile({ optimizer: "sgd", loss: "meanSquaredError" });
  const padded = tf.tensor([[[1], [2], [0]]]);
  const y = tf.tensor([[[1], [2], [3]]]);
  deepStrictEqual(values(model.evaluate(padded, y)), [3]);
});

Deno.test("tfjs' own masking has no gradient, nor has conv3dTranspose", () => {
  const gradient = (layer: tf.layers.Layer, x: tf.Tensor) =>
    tf.grad((x) => (layer.apply(x) as tf.Tensor).sum())(x);
  throws(() => gradient(tf.layers.masking(), tf.ones([1, 2, 2])));
  const transpose = tf.layers.conv3dTranspose({ filters: 1, kernelSize: 1 });
  throws(() => gradient(transpose, tf.ones([1, 2, 2, 2, 1])));
});

Deno.test("tfjs' own layers throw: causal conv1d, softmax along an axis, layerNormalization without scale", () => {
  const conv1d = tf.layers.conv1d({
    filters: 1,
    kernelSize: 2,
    padding: "causal",
  });
  throws(() => conv1d.apply(tf.ones([1, 3, 1])));
  throws(() => tf.layers.softmax({ axis: 1 }).apply(tf.ones([2, 3, 4])));
  const normalization = tf.layers.layerNormalization({ scale: false });
  throws(() =>
    tf.grad((x) => (normalization.apply(x) as tf.Tensor).sum())(tf.ones([2, 3]))
  );
});

Deno.test("tfjs' own abs has a gradient at 0, cumsum along axis -1 no values", () => {
  deepStrictEqual(values(tf.grad((x) => x.abs())(tf.tensor1d([0]))), [-1]);
  deepStrictEqual(values(tf.cumsum(tf.ones([1, 3]), -1)), []);
});

Deno.test("tfjs' own precision is 0 for probabilities, and sparse labels can't be whole numbers", async () => {
  const yes = tf.ones([4, 1]);
  deepStrictEqual(values(tf.metrics.precision(yes, yes.mul(0.9))), [0]);
  const model = tf.sequential({
    layers: [tf.layers.dense({ units: 3, inputShape: [2] })],
  });
  model.compile({ optimizer: "sgd", loss: "sparseCategoricalCrossentropy" });
  await rejects(model.fit(x, tf.zeros([4, 1], "int32"), once));
});

Deno.test("tfjs makes an empty model of an array of layers", () => {
  const layer = tf.layers.dense({ units: 1, inputShape: [2] });
  const model = tf.sequential([layer] as never);
  strictEqual(model.layers.length, 0);
});

Deno.test("tfjs takes true for no phase: nothing drops", () => {
  const dropout = tf.layers.dropout({ rate: 0.9 });
  const dropped = dropout.apply(tf.ones([100]), true as never) as tf.Tensor;
  ok(dropped.dataSync().every((value) => value === 1));
});
