/** Layers, losses, metrics and optimizers of tfjs that threw or were wrong. */

import * as tf from "@tensorflow/tfjs";
import {
  deepStrictEqual,
  notDeepStrictEqual,
  ok,
  strictEqual,
} from "node:assert/strict";
import { selectBackend } from "../../../lib/backend/select_backend.ts";
import "../../../lib/mends/install_mends.ts";
import { adam } from "../../../lib/train/optimizers/adam.ts";
import { saveAndLoad } from "./save_and_load.ts";

await tf.setBackend("cpu");

const values = (tensor: unknown) => [...(tensor as tf.Tensor).dataSync()];

function wave(shape: number[]): tf.Tensor {
  return tf.range(0, tf.util.sizeFromShape(shape)).sin().reshape(shape);
}

/** Compares the gradient by an input with differences of the loss. */
function isGradient(apply: (x: tf.Tensor) => tf.Tensor, x: tf.Tensor): void {
  const weighting = wave(apply(x).shape).add(0.3);
  const loss = (x: tf.Tensor) => apply(x).mul(weighting).sum() as tf.Scalar;
  const gradient = values(tf.grad(loss)(x));
  const step = 2 ** -7;
  for (let i = 0; i < x.size; i++) {
    const unit = tf.oneHot(i, x.size).cast("float32").reshape(x.shape)
      .mul(step);
    const [up, down] = [x.add(unit), x.sub(unit)].map((x) =>
      values(loss(x))[0]
    );
    // What a third derivative of up to 10 adds, and the rounding of a sum.
    const tolerance = 10 * step ** 2 + 2 ** -20 / step;
    ok(Math.abs(gradient[i] - (up - down) / (2 * step)) < tolerance, `at ${i}`);
  }
}

for (const args of [{ scale: false }, { center: false }]) {
  Deno.test(`layerNormalization(${JSON.stringify(args)}) trains`, () => {
    const layer = tf.layers.layerNormalization(args);
    isGradient((x) => layer.apply(x) as tf.Tensor, wave([2, 3]));
    const mean = values((layer.apply(wave([2, 3])) as tf.Tensor).mean(1));
    ok(mean.every((value) => Math.abs(value) < 1e-6));
  });
}

for (const [size, dilationRate] of [[3, 1], [2, 2]]) {
  Deno.test(`conv1d with causal padding sees no later step, size ${size}, dilation ${dilationRate}`, async () => {
    await selectBackend({ name: "wasm" });
    const layer = tf.layers.conv1d({
      filters: 2,
      kernelSize: size,
      dilationRate,
      padding: "causal",
    });
    const x = wave([1, 6, 2]);
    const y = layer.apply(x) as tf.Tensor;
    deepStrictEqual(y.shape, [1, 6, 2]);
    deepStrictEqual(layer.computeOutputShape([null, 6, 2]), [null, 6, 2]);
    const later = tf.concat([x.slice([0, 0], [1, 4]), tf.ones([1, 2, 2])], 1);
    const changed = layer.apply(later) as tf.Tensor;
    deepStrictEqual(
      values(changed.slice([0, 0], [1, 4])),
      values(y.slice([0, 0], [1, 4])),
    );
    notDeepStrictEqual(values(changed), values(y));
    isGradient((x) => layer.apply(x) as tf.Tensor, x);
    strictEqual(layer.getConfig().padding, "causal");
    await tf.setBackend("cpu");
  });
}

Deno.test("layers after a causal conv1d get as many steps as they were made for", () => {
  const model = tf.sequential({
    layers: [
      tf.layers.conv1d({
        filters: 2,
        kernelSize: 3,
        strides: 2,
        padding: "causal",
        inputShape: [7, 1],
      }),
      tf.layers.flatten(),
      tf.layers.dense({ units: 1 }),
    ],
  });
  deepStrictEqual(model.layers[0].outputShape, [null, 4, 2]);
  const y = model.predict(tf.ones([2, 7, 1])) as tf.Tensor;
  deepStrictEqual(y.shape, [2, 1]);
});

for (const backend of ["cpu", "wasm"] as const) {
  for (const padding of ["valid", "same"] as const) {
    Deno.test(`conv3dTranspose trains on ${backend}, ${padding}`, async () => {
      await selectBackend({ name: backend });
      const layer = tf.layers.conv3dTranspose({
        filters: 2,
        kernelSize: 2,
        strides: 2,
        padding,
      });
      const x = wave([1, 2, 2, 2, 1]);
      isGradient((x) => layer.apply(x) as tf.Tensor, x);
      const kernel = layer.getWeights()[0];
      isGradient((kernel) => {
        const apply = tf.conv3dTranspose(
          x as tf.Tensor5D,
          kernel as tf.Tensor5D,
          [1, 4, 4, 4, 2],
          2,
          padding,
        );
        return apply;
      }, kernel);
      await tf.setBackend("cpu");
    });
  }

  Deno.test(`cumsum and cumprod along axis -1 are those along the last axis on ${backend}`, async () => {
    await selectBackend({ name: backend });
    const x = tf.tensor([1, 2, 3, 4, 5, 6], [1, 2, 3]);
    for (const axis of [-1, -2, -3]) {
      for (const reverse of [false, true]) {
        const shape = x.shape;
        const pairs = [tf.cumsum, tf.cumprod].map((
          run,
        ) => [run(x, axis, false, reverse), run(x, axis + 3, false, reverse)]);
        for (const [fromEnd, fromStart] of pairs) {
          deepStrictEqual(fromEnd.shape, shape);
          deepStrictEqual(values(fromEnd), values(fromStart));
        }
      }
      const sums = (axis: number) =>
        values(
          tf.grad((x) => tf.cumsum(x, axis).mul(wave(x.shape)).sum())(x),
        );
      deepStrictEqual(sums(axis), sums(axis + 3));
    }
    deepStrictEqual(values(tf.add(tf.ones([3]), 1)), [2, 2, 2]);
    await tf.setBackend("cpu");
  });
}

Deno.test("softmax takes any axis, and the last one where none is given", () => {
  const x = wave([2, 3, 4]);
  for (const axis of [1, 2, -1, -2]) {
    for (const layer of [tf.layers.softmax({ axis })]) {
      const sums = values((layer.apply(x) as tf.Tensor).sum(axis));
      ok(sums.every((sum) => Math.abs(sum - 1) < 1e-6));
    }
    isGradient((x) => tf.layers.softmax({ axis }).apply(x) as tf.Tensor, x);
  }
  deepStrictEqual(
    values(tf.layers.softmax().apply(x)),
    values(tf.softmax(x)),
  );
});

Deno.test("masking trains, and so does a product with a comparison", () => {
  const x = tf.tensor([1, 2, 0, 0, -3, 1], [1, 3, 2]);
  const layer = tf.layers.masking();
  const gradient = tf.grad((x) => (layer.apply(x) as tf.Tensor).sum())(x);
  deepStrictEqual(values(gradient), [1, 1, 0, 0, 1, 1]);
  const positive = tf.grad((x) => x.mul(x.greater(0).cast("float32")))(x);
  deepStrictEqual(values(positive), [1, 1, 0, 0, 0, 1]);
});

Deno.test("the mean absolute error has no gradient where there is no error", () => {
  const gradient = tf.grad((x) => x.abs())(tf.tensor1d([-2, 0, 3]));
  deepStrictEqual(values(gradient), [-1, 0, 1]);
});

Deno.test("adadelta begins with a small step, and lowers the loss", async () => {
  const model = tf.sequential({
    layers: [tf.layers.dense({
      units: 1,
      inputShape: [2],
      kernelInitializer: "zeros",
    })],
  });
  const optimizer = tf.train.adadelta(1, 0.95, 1e-7);
  model.compile({ optimizer, loss: "meanSquaredError" });
  const x = wave([16, 2]);
  const y = x.sum(1, true);
  const { history } = await model.fit(x, y, { epochs: 50, verbose: 0 });
  const losses = history.loss as number[];
  losses.slice(1).forEach((loss, i) => ok(loss < losses[i], `epoch ${i + 1}`));
});

const CONSTRAINTS: [string, tf.Tensor, (weight: tf.Tensor) => boolean][] = [
  [
    "maxNorm",
    tf.ones([2, 2]),
    (weight) =>
      values(weight.norm("euclidean", 0)).every((norm) => norm < 2 + 1e-5),
  ],
  [
    "unitNorm",
    tf.ones([2, 2]),
    (weight) =>
      values(weight.norm("euclidean", 0)).every((norm) =>
        Math.abs(norm - 1) < 1e-5
      ),
  ],
  [
    "nonNeg",
    tf.ones([2, 2]).mul(-1),
    (weight) => values(weight).every((value) => value >= 0),
  ],
];

const OPTIMIZERS: Record<string, () => tf.Optimizer> = {
  sgd: () => tf.train.sgd(0.5),
  adam: () => tf.train.adam(0.1),
  rmsprop: () => tf.train.rmsprop(0.1),
  "this library's adam": () => adam({ learningRate: 0.1 }),
};

for (const [constraint, target, holds] of CONSTRAINTS) {
  for (const [name, optimizerOf] of Object.entries(OPTIMIZERS)) {
    Deno.test(`${constraint} acts in training with ${name}, by fit and by a loop of one's own`, async () => {
      const make = () => {
        const layer = tf.layers.dense({
          units: 2,
          inputShape: [2],
          kernelConstraint: constraint,
        });
        const model = tf.sequential({ layers: [layer] });
        model.compile({
          optimizer: optimizerOf(),
          loss: "meanSquaredError",
        });
        return model;
      };
      const x = tf.eye(2);
      const y = target.mul(5) as tf.Tensor2D;
      const model = make();
      const before = tf.memory().numTensors;
      await model.fit(x, y, { epochs: 5, verbose: 0 });
      ok(holds(model.layers[0].getWeights()[0]));

      const own = make();
      const optimizer = optimizerOf();
      const loss = () =>
        tf.losses.meanSquaredError(y, own.apply(x) as tf.Tensor) as tf.Scalar;
      for (let i = 0; i < 5; i++) optimizer.minimize(loss);
      ok(holds(own.layers[0].getWeights()[0]));
      const { grads, value } = tf.variableGrads(loss);
      optimizer.applyGradients(grads);
      tf.dispose([grads, value as unknown as tf.Tensor]);
      ok(holds(own.layers[0].getWeights()[0]));
      ok(tf.memory().numTensors - before < 40);
    });
  }
}

Deno.test("precision and recall take a probability above a half for a yes", async () => {
  const yTrue = tf.tensor2d([[0], [1], [1], [1]]);
  const yPred = tf.tensor2d([[0.9], [0.6], [0.7], [0.2]]);
  const { precision, recall } = tf.metrics;
  const near = (actual: tf.Tensor, expected: number) =>
    ok(Math.abs(values(actual)[0] - expected) < 1e-6);
  near(precision(yTrue, yPred), 2 / 3);
  near(recall(yTrue, yPred), 2 / 3);
  const inputs = tf.input({ shape: [1] });
  const dense = tf.layers.dense({ units: 1, kernelInitializer: "ones" });
  const outputs = dense.apply(inputs) as tf.SymbolicTensor;
  const model = tf.model({ inputs, outputs });
  for (
    const metrics of [["precision", "recall"], {
      [model.outputNames[0]]: ["precision", "recall"],
    }] as const
  ) {
    model.compile({
      optimizer: tf.train.sgd(0),
      loss: "binaryCrossentropy",
      metrics: metrics as unknown as string[],
    });
    const { history } = await model.fit(yPred, yTrue, {
      epochs: 1,
      verbose: 0,
    });
    deepStrictEqual(Object.keys(history), ["loss", "precision", "recall"]);
    ok(Math.abs((history.precision as number[])[0] - 2 / 3) < 1e-6);
    ok(Math.abs((history.recall as number[])[0] - 2 / 3) < 1e-6);
  }
});

Deno.test("sparse labels may be whole numbers, with or without an axis", async () => {
  const x = wave([4, 2]);
  const labels = [0, 1, 2, 1];
  const results: unknown[] = [];
  for (const dtype of ["float32", "int32"] as const) {
    for (const shape of [[4], [4, 1]]) {
      const model = tf.sequential({
        layers: [tf.layers.dense({
          units: 3,
          activation: "softmax",
          inputShape: [2],
          kernelInitializer: "ones",
        })],
      });
      model.compile({
        optimizer: "sgd",
        loss: "sparseCategoricalCrossentropy",
        metrics: ["accuracy"],
      });
      const y = tf.tensor(labels, shape, dtype);
      const { history } = await model.fit(x, y, { epochs: 2, verbose: 0 });
      results.push(history);
    }
  }
  for (const result of results) deepStrictEqual(result, results[0]);
});

/** A model of one layer, and as it is after it was saved and loaded. */
async function savedAndLoaded(
  layer: tf.layers.Layer,
): Promise<[tf.Sequential, tf.LayersModel]> {
  const model = tf.sequential({ layers: [layer] });
  return [model, await saveAndLoad(model)];
}

Deno.test("conv1d with channels first gives channels first, also when saved and loaded", async () => {
  const args = {
    filters: 2,
    kernelSize: 2,
    kernelInitializer: "ones",
  } as const;
  const [model, loaded] = await savedAndLoaded(tf.layers.conv1d({
    ...args,
    dataFormat: "channelsFirst",
    inputShape: [3, 5],
  }));
  const x = wave([1, 3, 5]);
  const last = tf.layers.conv1d(args).apply(x.transpose([0, 2, 1]));
  const expected = (last as tf.Tensor).transpose([0, 2, 1]);
  deepStrictEqual(expected.shape, [1, 2, 4]);
  for (const one of [model, loaded]) {
    const found = one.predict(x) as tf.Tensor;
    deepStrictEqual(found.shape, expected.shape);
    deepStrictEqual(values(found), values(expected));
  }
});

Deno.test("depthwiseConv2d is dilated, and its constraint and the multiplier of separableConv2d are saved", async () => {
  const [model, loaded] = await savedAndLoaded(tf.layers.depthwiseConv2d({
    kernelSize: 2,
    dilationRate: 3,
    depthwiseInitializer: "ones",
    depthwiseConstraint: "nonNeg",
    inputShape: [4, 5, 1],
  }));
  const x = wave([1, 4, 5, 1]);
  const at = (row: number, column: number) => values(x)[5 * row + column];
  // The corners of windows of 4 by 4.
  const expected = [0, 1].map((column) =>
    at(0, column) + at(0, column + 3) + at(3, column) + at(3, column + 3)
  );
  for (const one of [model, loaded]) {
    deepStrictEqual(one.outputShape, [null, 1, 2, 1]);
    values(one.predict(x)).forEach((value, i) =>
      // Three roundings of sums below 4.
      ok(Math.abs(value - expected[i]) < 3 * 4 * 2 ** -24, `${value}`)
    );
  }
  const { depthwiseConstraint } = loaded.layers[0].getConfig();
  deepStrictEqual(depthwiseConstraint, { className: "NonNeg", config: {} });
  const [separable, again] = await savedAndLoaded(tf.layers.separableConv2d({
    filters: 1,
    kernelSize: 2,
    depthMultiplier: 2,
    inputShape: [4, 5, 1],
  }));
  deepStrictEqual(values(again.predict(x)), values(separable.predict(x)));
});

Deno.test("a constraint leaves weights alone that are set or loaded, as in Keras", async () => {
  const kernel = tf.tensor2d([[3], [4]]);
  const layer = tf.layers.dense({
    units: 1,
    useBias: false,
    inputShape: [2],
    kernelConstraint: tf.constraints.maxNorm({ maxValue: 1 }),
    weights: [kernel],
  });
  const [model, loaded] = await savedAndLoaded(layer);
  model.setWeights([kernel]);
  for (const one of [model, loaded]) {
    deepStrictEqual(values(one.getWeights()[0]), [3, 4]);
  }
});

Deno.test("what stands before a recurrent layer trains on sequences of one step", () => {
  const layer = tf.layers.simpleRNN({
    units: 1,
    activation: "linear",
    kernelInitializer: "ones",
  });
  const x = tf.tensor3d([[[2, 3]]]);
  const sum = (x: tf.Tensor) => (layer.apply(x) as tf.Tensor).sum();
  deepStrictEqual(values(tf.grad(sum)(x)), [1, 1]);
});

Deno.test("a decoder that starts from an encoder's states is saved with them, and no warning says otherwise", async () => {
  const [from, to] = [tf.input({ shape: [3, 2] }), tf.input({ shape: [2, 2] })];
  const encoder = tf.layers.lstm({ units: 2, returnState: true });
  const [, ...initialState] = encoder.apply(from) as tf.SymbolicTensor[];
  const decoder = tf.layers.lstm({ units: 2 });
  const outputs = decoder.apply(to, { initialState }) as tf.SymbolicTensor;
  const model = tf.model({ inputs: [from, to], outputs });
  const said: unknown[] = [];
  const { warn } = console;
  console.warn = (...words) => said.push(words);
  const loaded = await saveAndLoad(model).finally(() => console.warn = warn);
  deepStrictEqual(said, []);
  const x = [wave([1, 3, 2]), wave([1, 2, 2])];
  const expected = values(model.predict(x));
  deepStrictEqual(values(loaded.predict(x)), expected);
  // Other states, another result.
  notDeepStrictEqual(values(model.predict([x[0].mul(2), x[1]])), expected);
});

Deno.test("concatenate() counts a negative axis from the end", () => {
  const layer = tf.layers.concatenate({ axis: -2 });
  const both = [tf.tensor3d([[[1, 2]]]), tf.tensor3d([[[3, 4]]])];
  deepStrictEqual((layer.apply(both) as tf.Tensor).shape, [1, 2, 2]);
});

Deno.test("categoryEncoding() leaves the shape of its input as it is", () => {
  const input = tf.input({ shape: [3] });
  const layer = tf.layers.categoryEncoding({
    numTokens: 5,
    outputMode: "multiHot",
  });
  const outputs = layer.apply(input) as tf.SymbolicTensor;
  const model = tf.model({ inputs: input, outputs });
  deepStrictEqual(
    values(model.predict(tf.tensor2d([[0, 2, 2]]))),
    [1, 0, 1, 0, 0],
  );
});

Deno.test("bidirectional() takes an rnn() of a cell", () => {
  const cell = tf.layers.gruCell({ units: 2 });
  const layer = tf.layers.rnn({ cell }) as tf.RNN;
  const both = tf.layers.bidirectional({ layer, mergeMode: "concat" });
  deepStrictEqual((both.apply(wave([1, 3, 2])) as tf.Tensor).shape, [1, 4]);
});
