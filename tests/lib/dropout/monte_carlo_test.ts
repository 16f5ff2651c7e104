import * as tf from "@tensorflow/tfjs";
import { deepStrictEqual, ok, strictEqual, throws } from "node:assert/strict";
import { multiHeadAttention } from "../../../lib/layers/multi_head_attention.ts";
import { dropout } from "../../../lib/dropout/dropout.ts";
import { monteCarlo } from "../../../lib/dropout/monte_carlo.ts";
import { batchNormalization } from "../../../lib/layers/batch_normalization.ts";

await tf.setBackend("cpu");

const only = (layer: tf.layers.Layer) => tf.sequential({ layers: [layer] });

Deno.test("monteCarlo() gives the mean and variance of dropout", () => {
  const passes = 400;
  const model = only(dropout({ rate: 0.5, seed: 1, inputShape: [8] }));
  const { mean, variance } = monteCarlo(model, tf.ones([4, 8]), { passes });
  // Outputs are 0 or 2: mean 1, variance 1. Averages over 32 units.
  const draws = passes * 32;
  const overall = mean.mean().dataSync()[0];
  ok(Math.abs(overall - 1) < 4 / Math.sqrt(draws), `mean ${overall}`);
  // Within a unit, the variance is 1 less the square of the mean's error.
  const spread = variance.add(mean.sub(1).square()).sub(1).abs().max();
  ok(spread.dataSync()[0] < passes * 2 ** -24);
});

for (const [masks, alike] of [["sample", false], ["pass", true]] as const) {
  Deno.test(`monteCarlo() with masks per ${masks} ${alike ? "treats all samples alike" : "treats each sample by itself"}`, () => {
    const model = only(dropout({ rate: 0.5, seed: 1, inputShape: [16] }));
    // Five samples in batches of two: the batches of a pass agree, too.
    const { mean } = monteCarlo(model, tf.ones([5, 16]), {
      passes: 6,
      masks,
      batchSize: 2,
    });
    const rows = mean.arraySync() as number[][];
    strictEqual(rows.every((row) => `${row}` === `${rows[0]}`), alike);
    strictEqual(new Set(rows[0]).size > 2, true);
  });
}

Deno.test("monteCarlo() leaves BatchNormalization at its averages", () => {
  const norm = batchNormalization();
  const model = tf.sequential({
    layers: [dropout({ rate: 0.5, inputShape: [4] }), norm],
  });
  const before = norm.getWeights().map((weight) => [...weight.dataSync()]);
  monteCarlo(model, tf.ones([3, 4]), { passes: 3 });
  deepStrictEqual(
    norm.getWeights().map((weight) => [...weight.dataSync()]),
    before,
  );
});

Deno.test("monteCarlo()'s entropy is that of the mean, for one unit and for many", () => {
  const twice = (units: number, bias: number[]) => {
    const dense = tf.layers.dense({
      units,
      inputShape: [1],
      activation: units === 1 ? "sigmoid" : "softmax",
    });
    const model = tf.sequential({
      layers: [dropout({ rate: 0.5, inputShape: [1] }), dense],
    });
    dense.setWeights([tf.zeros([1, units]), tf.tensor1d(bias)]);
    return [
      ...monteCarlo(model, tf.ones([2, 1]), { passes: 2 }).entropy
        .dataSync(),
    ];
  };
  for (const values of [twice(1, [0]), twice(2, [0, 0])]) {
    values.forEach((value) => ok(Math.abs(value - Math.LN2) < 2 ** -22));
  }
  deepStrictEqual(twice(2, [200, 0]).map(Math.abs), [0, 0]);
});

Deno.test("monteCarlo() leaves three tensors, the rates' streams moved on", () => {
  const layer = dropout({ rate: 0.5, seed: 1, inputShape: [4] });
  const model = only(layer);
  const x = tf.ones([5, 4]);
  model.predict(x);
  const before = tf.memory().numTensors;
  monteCarlo(model, x, { passes: 3, masks: "pass", batchSize: 2 });
  strictEqual(tf.memory().numTensors, before + 3);
  deepStrictEqual([layer.seedStream.step, layer.sharedMask], [3, false]);
});

Deno.test("monteCarlo() refuses what would give no spread", () => {
  const x = tf.ones([2, 4]);
  const dense = tf.layers.dense({ units: 1, inputShape: [4] });
  throws(() => monteCarlo(only(dense), x), RangeError);
  const attending = tf.sequential({
    layers: [multiHeadAttention({
      numHeads: 1,
      keyDim: 2,
      dropout: 0.5,
      inputShape: [3, 2],
    })],
  });
  const steps = tf.ones([2, 3, 2]);
  throws(() => monteCarlo(attending, steps, { masks: "pass" }), /can't share/);
  const ours = only(dropout({ rate: 0.5, inputShape: [4] }));
  throws(() => monteCarlo(ours, x, { passes: 1 }), RangeError);
});

Deno.test("monteCarlo() refuses arguments that it does not know", () => {
  const ours = only(dropout({ rate: 0.5, inputShape: [4] }));
  const x = tf.ones([2, 4]);
  const masks = "batch" as "pass";
  throws(() => monteCarlo(ours, x, { masks }), /sample or pass, got batch/);
  throws(() => monteCarlo(ours, x, { batchSize: 0 }), /Batch size .* got 0/);
});

Deno.test("monteCarlo() refuses an input that is no tensor", () => {
  const model = tf.sequential({
    layers: [dropout({ rate: 0.5, inputShape: [2] })],
  });
  throws(
    () => monteCarlo(model, [[1, 2]] as unknown as tf.Tensor),
    /x of monteCarlo must be a tensor, got an array/,
  );
});

Deno.test("monteCarlo() gives a result for each output, of models with several inputs too", () => {
  const [a, b] = ["a", "b"].map((name) => tf.input({ shape: [4], name }));
  const dropped = dropout({ rate: 0.5, seed: 1 }).apply(a) as tf.SymbolicTensor;
  const dense = (units: number, name: string) =>
    tf.layers.dense({ units, name, kernelInitializer: "ones" });
  const model = tf.model({
    inputs: [a, b],
    outputs: [
      dense(2, "noisy").apply(dropped) as tf.SymbolicTensor,
      dense(3, "still").apply(b) as tf.SymbolicTensor,
    ],
  });
  const x = tf.ones([5, 4]);
  model.predict([x, x]);
  const before = tf.memory().numTensors;
  const result = monteCarlo(model, [x, x], { passes: 8, batchSize: 2 });
  strictEqual(tf.memory().numTensors, before + 6);
  const [noisy, still] = result.outputs;
  deepStrictEqual([noisy.name, still.name], ["noisy", "still"]);
  deepStrictEqual(noisy.mean.shape, [5, 2]);
  deepStrictEqual(still.entropy.shape, [5]);
  ok(noisy.variance.max().dataSync()[0] > 0);
  deepStrictEqual([...still.mean.dataSync()], Array(15).fill(4));
  deepStrictEqual([...still.variance.dataSync()], Array(15).fill(0));
  throws(() => result.mean, /noisy, still; take one of them/);
  tf.dispose(result as unknown as tf.TensorContainer);
  ok(noisy.mean.isDisposed && still.entropy.isDisposed);
});

Deno.test("monteCarlo() says that a model has no dropout, and refuses no samples", () => {
  const dense = tf.layers.dense({ units: 1, inputShape: [4] });
  throws(() => monteCarlo(only(dense), tf.ones([2, 4])), /has no dropout/);
  const model = only(dropout({ rate: 0.5, inputShape: [4] }));
  throws(() => monteCarlo(model, tf.zeros([0, 4])), /at least 1; got .*0,4/);
  throws(() => monteCarlo(model, tf.scalar(1)), /need samples/);
  const x = tf.ones([2, 4]);
  throws(() => monteCarlo(model, [x, x]), /takes 1 inputs, got 2/);
});
