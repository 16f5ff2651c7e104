/**
 * Padded sequences through models, against Keras: predictions, the loss and all
 * gradients (tests/golden/masks.json).
 */

import * as tf from "@tensorflow/tfjs";
import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import * as thaw from "../../../lib/mod.ts";
import golden from "../../golden/masks.json" with { type: "json" };

await tf.setBackend("cpu");

type Symbolic = tf.SymbolicTensor;

interface Values {
  shape: number[];
  values: number[];
}

const tensor = ({ shape, values }: Values) => tf.tensor(values, shape);
const { layers } = tf;
const recurrentActivation = "sigmoid";

const to = (layer: tf.layers.Layer, x: Symbolic | Symbolic[]) =>
  layer.apply(x) as Symbolic;
const steps = () => tf.input({ shape: [5, 2] });
const masked = (x: Symbolic) => to(layers.masking(), x);
const dense = (units: number) => layers.dense({ units });
const lstm = (units: number, returnSequences = false) =>
  layers.lstm({ units, returnSequences, recurrentActivation });

const MODELS: Record<string, () => [Symbolic[], Symbolic]> = {
  embedding_lstm: () => {
    const x = tf.input({ shape: [5] });
    const embedding = layers.embedding({
      inputDim: 6,
      outputDim: 3,
      maskZero: true,
    });
    return [[x], to(dense(2), to(lstm(3), to(embedding, x)))];
  },
  bidirectional_gru: () => {
    const x = steps();
    const layer = layers.bidirectional({
      layer: layers.gru({
        units: 2,
        returnSequences: true,
        recurrentActivation,
      }),
      mergeMode: "concat",
    });
    return [[x], to(dense(2), to(layer, masked(x)))];
  },
  backwards: () => {
    const x = steps();
    const layer = layers.simpleRNN({
      units: 3,
      returnSequences: true,
      goBackwards: true,
    });
    return [[x], to(layer, masked(x))];
  },
  average: () => {
    const x = steps();
    const average = layers.globalAveragePooling1d({});
    return [[x], to(dense(2), to(average, to(dense(3), masked(x))))];
  },
  added: () => {
    const [a, b] = [steps(), steps()];
    const sum = to(layers.add(), [masked(a), masked(b)]);
    return [[a, b], to(lstm(2, true), sum)];
  },
  concatenated: () => {
    const [a, b] = [steps(), steps()];
    return [[a, b], to(lstm(2), to(layers.concatenate(), [masked(a), b]))];
  },
  distributed: () => {
    const x = steps();
    const each = layers.timeDistributed({ layer: dense(3) });
    return [[x], to(lstm(2), to(each, masked(x)))];
  },
  activations: () => {
    const x = steps();
    const leaky = layers.leakyReLU({ alpha: 0.2 });
    const y = to(leaky, to(layers.elu(), masked(x)));
    const half = to(layers.rescaling({ scale: 0.5 }), y);
    return [[x], to(lstm(2), to(layers.layerNormalization(), half))];
  },
  nested: () => {
    const inside = steps();
    const inner = tf.model({ inputs: inside, outputs: to(dense(3), inside) });
    const x = steps();
    return [[x], to(lstm(2, true), to(inner, masked(x)))];
  },
  two_layers: () => {
    const x = steps();
    return [[x], to(lstm(2, true), to(lstm(3, true), masked(x)))];
  },
  convolved: () => {
    const x = steps();
    const conv = layers.conv1d({
      filters: 3,
      kernelSize: 3,
      padding: "same",
    });
    return [[x], to(lstm(2, true), to(conv, masked(x)))];
  },
  cross_attention: () => {
    const [query, value] = [steps(), steps()];
    const attention = thaw.multiHeadAttention({ numHeads: 2, keyDim: 3 });
    return [[query, value], to(attention, [masked(query), masked(value)])];
  },
  self_attention: () => {
    const x = steps();
    const y = masked(x);
    const attention = thaw.multiHeadAttention({ numHeads: 2, keyDim: 3 });
    return [[x], to(attention, [y, y])];
  },
  normalized: () => {
    const x = steps();
    const layer = thaw.batchNormalization({ momentum: 0.9 });
    return [[x], to(lstm(2), to(layer, masked(x)))];
  },
  normalized_steps: () => {
    const x = steps();
    const args = { axis: 1, momentum: 0.5, scale: false };
    const layer = layers.batchNormalization(args);
    return [[x], to(lstm(2), to(layer, masked(x)))];
  },
  normalized_in_time: () => {
    const x = steps();
    const layer = layers.batchNormalization({ momentum: 0.5 });
    const each = layers.timeDistributed({ layer });
    return [[x], to(lstm(2), to(each, masked(x)))];
  },
};

/** What may separate sums of float32 in another order, through five steps. */
const ROUNDING = 256 * 2 ** -23;

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

for (const one of golden.cases) {
  Deno.test(`the masked model ${one.name} agrees with Keras ${golden.versions.keras}`, async () => {
    const [inputs, outputs] = MODELS[one.name]();
    const model = tf.model({ inputs, outputs });
    model.compile({ optimizer: tf.train.sgd(1), loss: "meanSquaredError" });
    const weights = model.layers.flatMap((layer) => layer.weights);
    strictEqual(weights.length, one.weights.length);
    weights.forEach((weight, i) => weight.write(tensor(one.weights[i])));
    const x = one.inputs.map(tensor);
    near(model.predict(x) as tf.Tensor, one.prediction, "prediction");
    const loss = await model.trainOnBatch(x, tensor(one.targets)) as number;
    near(tf.scalar(loss), { shape: [], values: [one.loss] }, "loss");
    // A step of rate 1 takes off just the gradient.
    weights.forEach((weight, i) =>
      near(
        tensor(one.weights[i]).sub(weight.read()),
        one.gradients[i],
        `gradient of weight ${i}`,
      )
    );
  });
}

/** What a merging layer makes of two inputs, the first of which is masked. */
function merged(layer: tf.layers.Layer, isMaskedBoth = false): number[] {
  const inputs = [1, 2].map(() => tf.input({ shape: [2, 1] }));
  const [one, other] = inputs;
  const merged = to(layer, [masked(one), isMaskedBoth ? masked(other) : other]);
  // A layer that takes no masks: what it is given is what is shown.
  const outputs = to(layers.flatten(), merged);
  const model = tf.model({ inputs, outputs });
  const x = [[0, 3], [0, 2]].map((steps) =>
    tf.tensor3d([steps.map((x) => [x])])
  );
  const y = [[0, 3], [-5, 2]].map((steps) =>
    tf.tensor3d([steps.map((x) => [x])])
  );
  return [...(model.predict(isMaskedBoth ? x : y) as tf.Tensor).dataSync()];
}

Deno.test("a masked step leaves the other inputs of a product or an extreme as they are", () => {
  // As Keras 3.15 has it; a product of masked steps is 0.
  deepStrictEqual(merged(layers.multiply()), [-5, 6]);
  deepStrictEqual(merged(layers.maximum()), [-5, 3]);
  deepStrictEqual(merged(layers.minimum()), [-5, 2]);
  deepStrictEqual(merged(layers.multiply(), true), [0, 6]);
});

for (const name of ["cpu", "wasm"] as const) {
  Deno.test(`what lies in a masked step has no part in a product or an extreme, nor in its gradient, on ${name}`, async () => {
    await thaw.selectBackend({ name });
    const mask = [tf.tensor2d([[0, 1]], [1, 2], "bool"), null] as tf.Tensor[];
    const other = tf.tensor3d([[[-5], [2]]], [1, 2, 1], "int32");
    const cases: [tf.layers.Layer, number[], number[]][] = [
      [layers.multiply(), [-5, 6], [0, 2]],
      [layers.maximum(), [-5, 3], [0, 1]],
      [layers.minimum(), [-5, 2], [0, 0]],
    ];
    for (const [layer, expected, gradient] of cases) {
      const call = (x: tf.Tensor) =>
        layer.apply([x, other], { mask }) as tf.Tensor;
      for (const masked of [NaN, Infinity]) {
        const x = tf.tensor3d([[[masked], [3]]]);
        deepStrictEqual([...call(x).dataSync()], expected);
        // Of -0 it makes 0.
        const found = tf.grad(call)(x).add(0);
        deepStrictEqual([...found.dataSync()], gradient);
      }
    }
    await tf.setBackend("cpu");
  });
}

Deno.test("batchNormalization trains on the steps that count", async () => {
  const x = steps();
  const layer = layers.batchNormalization({ momentum: 0 });
  const model = tf.model({ inputs: x, outputs: to(layer, masked(x)) });
  model.compile({ optimizer: tf.train.sgd(0), loss: "meanSquaredError" });
  const values = [[1, 1], [3, 5], [0, 0], [0, 0], [0, 0]];
  await model.trainOnBatch(tf.tensor3d([values]), tf.zeros([1, 5, 2]));
  const [, , mean, variance] = layer.getWeights();
  near(mean, { shape: [2], values: [2, 3] }, "mean");
  near(variance, { shape: [2], values: [1, 4] }, "variance");
});

Deno.test("a call with { mask: null } computes all steps, and passes the mask on", () => {
  const x = tf.input({ shape: [2, 1] });
  const sum = layers.simpleRNN({
    units: 1,
    activation: "linear",
    kernelInitializer: "ones",
    recurrentInitializer: "ones",
    biasInitializer: "ones",
    returnSequences: true,
  });
  const all = sum.apply(masked(x), { mask: null }) as Symbolic;
  const average = to(layers.globalAveragePooling1d({}), all);
  const model = tf.model({ inputs: x, outputs: [all, average] });
  const y = model.predict(tf.tensor3d([[[0], [1]]])) as tf.Tensor[];
  deepStrictEqual(y.map((y) => [...y.dataSync()]), [[1, 3], [3]]);
});
