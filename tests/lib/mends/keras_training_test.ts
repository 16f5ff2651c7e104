/**
 * Losses, metrics and whole fine-tunings against Keras: the same weights, data,
 * masks and freezing give the same losses and weights (tests/golden/training.json).
 */

import * as tf from "@tensorflow/tfjs";
import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import * as thaw from "../../../lib/mod.ts";
import golden from "../../golden/training.json" with { type: "json" };

await tf.setBackend("cpu");

interface Values {
  shape: number[];
  values: number[];
}

const tensor = ({ shape, values }: Values) => tf.tensor(values, shape);

/** What may separate two sums of float32 in another order. */
const ROUNDING = 64 * 2 ** -23;

function near(actual: tf.Tensor, expected: Values, what: string): void {
  deepStrictEqual(actual.shape, expected.shape, what);
  const size = Math.max(1, ...expected.values.map(Math.abs));
  const values = actual.dataSync();
  expected.values.forEach((value, i) =>
    ok(
      Math.abs(values[i] - value) <= size * ROUNDING,
      `${what} at ${i}: ${values[i]} for ${value}`,
    )
  );
}

type Loss = (yTrue: tf.Tensor, yPred: tf.Tensor) => tf.Tensor;

/** tfjs' own function of a loss, which it does not export. */
function lossOf(name: string): Loss {
  const inputs = tf.input({ shape: [4] });
  const model = tf.model({ inputs, outputs: inputs });
  model.compile({ optimizer: "sgd", loss: name });
  return (model as unknown as { lossFunctions: Loss[] }).lossFunctions[0];
}

for (const { name, targets, outputs, mean, gradient } of golden.losses) {
  Deno.test(`the loss ${name} and its gradient agree with Keras ${golden.versions.keras}`, () => {
    const loss = lossOf(name);
    const of = (outputs: tf.Tensor) =>
      loss(tensor(targets), outputs).mean() as tf.Scalar;
    near(of(tensor(outputs)), { shape: [], values: [mean] }, "loss");
    near(tf.grad(of)(tensor(outputs)), gradient, "gradient");
  });
}

for (const { name, targets, outputs, value } of golden.metrics) {
  Deno.test(`the metric ${name} agrees with Keras ${golden.versions.keras}`, () => {
    const metric = (tf.metrics as unknown as Record<string, Loss>)[name];
    near(
      metric(tensor(targets), tensor(outputs)).mean(),
      { shape: [], values: [value] },
      name,
    );
  });
}

const MODELS: Record<string, () => tf.layers.Layer[]> = {
  rows: () => [
    tf.layers.dense({
      units: 6,
      inputShape: [4],
      activation: "tanh",
      kernelRegularizer: tf.regularizers.l2({ l2: 0.05 }),
      name: "base",
    }),
    tf.layers.batchNormalization({ momentum: 0.9, name: "norm" }),
    thaw.dropout({ rate: 0.3, seed: golden.seed }),
    tf.layers.dense({
      units: 5,
      activation: "relu",
      kernelConstraint: tf.constraints.maxNorm({ maxValue: 1.2 }),
    }),
    tf.layers.dense({ units: 3, activation: "softmax" }),
  ],
  sequences: () => [
    tf.layers.masking({ inputShape: [4, 2] }),
    tf.layers.lstm(
      {
        units: 3,
        returnSequences: true,
        recurrentActivation: "sigmoid",
        dropout: 0.3,
        recurrentDropout: 0.2,
        seed: golden.seed,
        name: "base",
      } as Parameters<typeof tf.layers.lstm>[0],
    ),
    tf.layers.dense({ units: 2 }),
  ],
  images: () => [
    tf.layers.conv2d({
      filters: 3,
      kernelSize: 3,
      inputShape: [5, 5, 2],
      activation: "relu",
      padding: "same",
      name: "base",
    }),
    tf.layers.batchNormalization({ momentum: 0.9, name: "norm" }),
    tf.layers.maxPooling2d({ poolSize: 2 }),
    thaw.spatialDropout2d({ rate: 0.3, seed: golden.seed }),
    tf.layers.flatten(),
    tf.layers.dense({ units: 2 }),
  ],
};

/** tfjs's own optimizers, mended, and this library's. */
const OPTIMIZERS: Record<string, Record<string, () => tf.Optimizer>> = {
  sgd: {
    tfjs: () => tf.train.sgd(0.1),
    thaw: () => thaw.sgd({ learningRate: 0.1 }),
  },
  momentum: {
    tfjs: () => tf.train.momentum(0.05, 0.9),
    thaw: () => thaw.sgd({ learningRate: 0.05, momentum: 0.9 }),
  },
  nesterov: {
    tfjs: () => tf.train.momentum(0.05, 0.9, true),
    thaw: () => thaw.sgd({ learningRate: 0.05, momentum: 0.9, nesterov: true }),
  },
  rmsprop: {
    tfjs: () => tf.train.rmsprop(0.01, 0.9, 0, 1e-7),
    thaw: () => thaw.rmsprop({ learningRate: 0.01 }),
  },
  "rmsprop, centered": {
    tfjs: () => tf.train.rmsprop(0.01, 0.9, 0.5, 1e-7, true),
    thaw: () =>
      thaw.rmsprop({ learningRate: 0.01, momentum: 0.5, centered: true }),
  },
  adagrad: { tfjs: () => tf.train.adagrad(0.1) },
  adadelta: { tfjs: () => tf.train.adadelta(1, 0.95, 1e-7) },
  // tfjs's own Adam has another epsilon.
  adam: { thaw: () => thaw.adam({ learningRate: 0.01 }) },
  adamW: {
    thaw: () => thaw.adamW({ learningRate: 0.01, weightDecay: 0.1 }),
  },
  adamax: { tfjs: () => tf.train.adamax(0.01, 0.9, 0.999, 1e-7, 0) },
};

const tunings = golden.fineTunings.flatMap((one) =>
  Object.entries(OPTIMIZERS[one.optimizer])
    .map(([whose, make]) => ({ one, whose, make }))
);

for (const { one, whose, make } of tunings) {
  Deno.test(`a fine-tuning of ${one.name} with ${whose}'s ${one.optimizer} agrees with Keras ${golden.versions.keras}`, async () => {
    const model = tf.sequential({ layers: MODELS[one.name]() });
    model.compile({
      optimizer: make(),
      loss: one.name === "rows"
        ? "categoricalCrossentropy"
        : "meanSquaredError",
    });
    // Layer by layer: tfjs lists a model's moving averages last.
    const weights = model.layers.flatMap((layer) => layer.weights);
    strictEqual(weights.length, one.start.length);
    // Not by write(), which applies constraints, as Keras does not yet.
    weights.forEach((weight, i) =>
      (weight.read() as tf.Variable).assign(tensor(one.start[i]))
    );
    const data = golden.data[one.name as keyof typeof golden.data];
    const [x, y] = [tensor(data.x), tensor(data.y)];
    thaw.freeze(model, one.frozen);
    for (const [step, expected] of one.losses.entries()) {
      if (step === one.losses.length / 2) thaw.unfreeze(model, one.frozen);
      const rows = tf.tensor1d(
        Array.from(
          { length: golden.batch },
          (_, i) => (step * golden.batch + i) % x.shape[0],
        ),
        "int32",
      );
      const loss = await model.trainOnBatch(
        tf.gather(x, rows),
        tf.gather(y, rows),
      ) as number;
      ok(
        Math.abs(loss - expected) < 1e-5,
        `loss ${step}: ${loss} for ${expected}`,
      );
    }
    weights.forEach((weight, i) => {
      const values = weight.read().dataSync();
      one.end[i].values.forEach((value, at) =>
        ok(
          Math.abs(values[at] - value) < 1e-4,
          `weight ${i} at ${at}: ${values[at]} for ${value}`,
        )
      );
    });
  });
}
