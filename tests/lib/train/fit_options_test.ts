/** What `fit` can be told, with numbers of Keras 3.15.1 where it has them. */

import { deepStrictEqual, ok, rejects, strictEqual } from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import type { BatchDataset } from "../../../lib/train/batches.ts";
import { fit } from "../../../lib/train/fit.ts";
import type { FitOptions } from "../../../lib/train/fit_options.ts";

await tf.setBackend("cpu");

const quiet: FitOptions = { display: false, batchSize: 3, shuffle: false };
const x = tf.range(0, 12).div(6).sub(1).reshape([6, 2]);
const y = tf.tensor2d([0, 1, 1, 0, 1, 2], [6, 1]);
const sampleWeight = [1, 2, 0, 0.5, 3, 1];

/** A dense layer with the kernel 0.1, 0.2, … and no bias yet. */
function dense(units = 1, activation?: "softmax"): tf.LayersModel {
  const layer = tf.layers.dense({ units, activation, inputShape: [2] });
  const model = tf.sequential({ layers: [layer] });
  const kernel = tf.range(1, 2 * units + 1).div(10).reshape([2, units]);
  layer.setWeights([kernel, tf.zeros([units])]);
  model.compile({
    optimizer: tf.train.sgd(0.1),
    loss: units === 1 ? "meanSquaredError" : "categoricalCrossentropy",
    metrics: ["mae"],
  });
  return model;
}

interface Expected {
  history: Record<string, number[]>;
  weights: number[];
}

/** Written by Keras from the same model, data and order. */
const KERAS: Record<string, Expected> = {
  "classWeight": {
    "history": {
      "loss": [1.8879813, 0.54336894],
      "mae": [0.85692388, 0.57461619],
    },
    "weights": [-0.01469812, 0.22388154, 0.83147794],
  },
  "sampleWeight": {
    "history": {
      "loss": [1.2841806, 0.53800875],
      "mae": [0.87047321, 0.60934925],
    },
    "weights": [0.12306829, 0.33402944, 0.66576689],
  },
  "validationSplit": {
    "history": {
      "loss": [0.9311111, 0.5037244],
      "mae": [0.83333331, 0.60292178],
      "val_loss": [1.6372503, 1.5348543],
      "val_mae": [0.90761322, 0.9149608],
    },
    "weights": [-0.091443092, 0.055521257, 0.28178602],
  },
  "oneHot": {
    "history": {
      "loss": [2.1848822, 2.0643482],
      "mae": [0.44414246, 0.44415283],
    },
    "weights": [
      0.13110265,
      0.2211429,
      0.24775448,
      0.41050771,
      0.50119257,
      0.58829975,
      -0.12356967,
      -0.11970212,
      0.24327175,
    ],
  },
};

const oneHot = tf.oneHot(tf.tensor1d([0, 1, 2, 2, 1, 0], "int32"), 3).toFloat();

const CASES: Record<string, [FitOptions, classes?: boolean]> = {
  classWeight: [{ classWeight: { 0: 1, 1: 3 } }],
  sampleWeight: [{ sampleWeight }],
  validationSplit: [{ sampleWeight, validationSplit: 0.5 }],
  oneHot: [{ classWeight: { 0: 1, 2: 4 } }, true],
};

for (const [name, [options, classes]] of Object.entries(CASES)) {
  Deno.test(`fit() weighs losses as Keras does: ${name}`, async () => {
    const model = classes ? dense(3, "softmax") : dense();
    const before = tf.memory().numTensors;
    const { history } = await fit(model, x, classes ? oneHot : y, {
      ...quiet,
      epochs: 2,
      ...options,
    });
    strictEqual(tf.memory().numTensors, before);
    const weights = model.getWeights().flatMap((it) => [...it.dataSync()]);
    const expected = KERAS[name];
    const metrics = Object.keys(expected.history);
    deepStrictEqual(Object.keys(history).toSorted(), metrics.toSorted());
    const pairs = [
      ...metrics.flatMap((metric) =>
        history[metric].map((value, i) => [value, expected.history[metric][i]])
      ),
      ...weights.map((value, i) => [value, expected.weights[i]]),
    ];
    // Sums of six float32 products of order 1, over four steps.
    const worst = Math.max(...pairs.map(([a, b]) => Math.abs(a - b)));
    ok(worst < 4 * 6 * 2 ** -23, `differs by ${worst}`);
    model.dispose();
  });
}

Deno.test("fit() takes weights as typed arrays and tensors, and leaves tensors to the caller", async () => {
  const losses: number[] = [];
  const tensor = tf.tensor1d(sampleWeight);
  for (
    const weight of [sampleWeight, Float32Array.from(sampleWeight), tensor]
  ) {
    const model = dense();
    const { history } = await fit(model, x, y, {
      ...quiet,
      sampleWeight: weight,
    });
    losses.push(history.loss[0]);
    model.dispose();
  }
  strictEqual(new Set(losses).size, 1);
  strictEqual(tensor.isDisposed, false);
});

/** A dataset that counts what is asked of it. */
function dataset(batches: number): BatchDataset & { asked: number } {
  const made = {
    asked: 0,
    iterator() {
      let given = 0;
      return Promise.resolve({
        next() {
          made.asked++;
          const done = given++ >= batches;
          const start = 3 * (given % 2);
          const value = done ? null : {
            xs: x.slice(start, 3),
            ys: y.slice(start, 3),
          };
          return Promise.resolve({ value, done });
        },
      });
    },
  };
  return made;
}

for (const name of ["batchesPerEpoch", "stepsPerEpoch"]) {
  Deno.test(`fit() ends an epoch after ${name}, also of a dataset without an end`, async () => {
    const model = dense();
    const endless = dataset(Infinity);
    const seen: number[] = [];
    const { epoch, stopped } = await fit(model, endless, {
      ...quiet,
      epochs: 3,
      [name]: 2,
      callbacks: { onBatchEnd: (batch) => void seen.push(batch) },
    });
    deepStrictEqual(epoch, [0, 1, 2]);
    deepStrictEqual(seen, [0, 1, 0, 1, 0, 1]);
    strictEqual(endless.asked, 6);
    strictEqual(stopped, undefined);
    model.dispose();
  });
}

Deno.test("fit() goes on in the dataset where the epoch before ended, and stops with its data", async () => {
  const model = dense();
  const warn = console.warn;
  let warned = "";
  console.warn = (text: string) => void (warned = text);
  try {
    const history = await fit(model, dataset(5), {
      ...quiet,
      epochs: 9,
      batchesPerEpoch: 2,
    });
    deepStrictEqual(history.epoch, [0, 1, 2]);
    strictEqual(history.stopped?.reason, "out of data");
  } finally {
    console.warn = warn;
  }
  ok(/ended after 1 of 2 batches of epoch 3/.test(warned), warned);
  model.dispose();
});

Deno.test("fit() measures on so many batches, of such a size, after so many epochs", async () => {
  const model = dense();
  const validation = dataset(Infinity);
  const { history } = await fit(model, x, y, {
    ...quiet,
    epochs: 4,
    validationData: validation,
    validationBatches: 2,
    validationFreq: 2,
  });
  strictEqual(history.val_loss.length, 2);
  strictEqual(validation.asked, 4);
  const { history: other } = await fit(model, x, y, {
    ...quiet,
    validationData: [x, y],
    validationBatchSize: 2,
    validationSteps: 1,
  });
  const [loss] = model.evaluate(x.slice(0, 2), y.slice(0, 2)) as tf.Scalar[];
  ok(Math.abs(other.val_loss[0] - loss.dataSync()[0]) < 1e-6);
  model.dispose();
});

Deno.test("fit() lets events in as yieldEvery says", async () => {
  const model = dense();
  const turns = async (yieldEvery: FitOptions["yieldEvery"]) => {
    let counting = true;
    let count = 0;
    const tick = () => {
      count++;
      if (counting) setTimeout(tick);
    };
    setTimeout(tick);
    await fit(model, x, y, { ...quiet, epochs: 5, yieldEvery });
    counting = false;
    await new Promise((resolve) => setTimeout(resolve));
    return count;
  };
  const [never, batch] = [await turns("never"), await turns("batch")];
  ok(batch >= 10, `${batch} turns`);
  ok(never < batch, `${never} turns`);
  model.dispose();
});

Deno.test("fit() gives the loss of several outputs as their sum, in validation too", async () => {
  const input = tf.input({ shape: [2] });
  const [a, b] = ["a", "b"].map((name) =>
    tf.layers.dense({ name, units: 1, kernelInitializer: "ones" })
      .apply(input) as tf.SymbolicTensor
  );
  const model = tf.model({ inputs: input, outputs: [a, b] });
  model.compile({ optimizer: tf.train.sgd(0), loss: "meanSquaredError" });
  const { history } = await fit(model, x, [y, y.mul(2)], {
    ...quiet,
    validationData: [x, [y, y.mul(2)]],
  });
  for (const name of ["loss", "a_loss", "b_loss"]) {
    ok(Math.abs(history[`val_${name}`][0] - history[name][0]) < 1e-6, name);
  }
  const weighted = await fit(model, x, [y, y.mul(2)], {
    ...quiet,
    sampleWeight: { a: tf.ones([6]), b: tf.zeros([6]) },
  });
  const { loss, a_loss } = weighted.history;
  ok(Math.abs(loss[0] - a_loss[0]) < 1e-6);
  model.dispose();
});

Deno.test("fit() refuses options that contradict each other or the data", async () => {
  const model = dense();
  const wrong: [FitOptions, RegExp][] = [
    [{ classWeight: { 0: 1 }, sampleWeight }, /classWeight or sampleWeight/],
    [{ stepsPerEpoch: 1, batchesPerEpoch: 1 }, /not both/],
    [{ batchesPerEpoch: 9 }, /make 2 batches/],
    [{ batchesPerEpoch: 0 }, /positive integer/],
    [{ classWeight: { a: 1 } as never }, /classWeight/],
    [{ sampleWeight: [1, 2] }, /same number of samples/],
    [{ sampleWeight: [1, 2, 3, 4, 5, -1] }, /at least 0, got -1/],
    [{ sampleWeight: tf.tensor1d([1, 2, 3, 4, 5, -1]) }, /at least 0, got -1/],
    [
      { sampleWeight: tf.tensor1d([1, NaN, 3, 4, 5, 6]) },
      /at least 0, got NaN/,
    ],
    [{ sampleWeight: { out: tf.fill([6], -2) } }, /at least 0, got -2/],
    [{ validationData: [x, y, tf.fill([6], -3)] }, /at least 0, got -3/],
    [{ classWeight: { 0: null as never } }, /classWeight .* 0: null/],
    [{ yieldEvery: "always" as never }, /yieldEvery/],
    [{ yieldEvery: null as never }, /yieldEvery .* got null/],
    [{ stepsPerEpoch: 9 }, /stepsPerEpoch is 9/],
    [{ callbacks: [undefined] as never }, /hooks, got undefined/],
    [{ earlyStopping: { baseline: NaN } }, /baseline .* a number, got NaN/],
    [{ initialEpoch: -1 }, /initialEpoch/],
    [
      { callbacks: { onEpochEnded: () => {} } as never },
      /did you mean onEpochEnd/,
    ],
    [{ callbacks: {} }, /none of them/],
    [{ callbacks: "x" as never }, /object with hooks, got string/],
    [{ callbacks: [null] as never }, /object with hooks, got null/],
    [{ callbacks: { onEpochEnd: 3 } as never }, /onEpochEnd .* no function/],
    [
      { validationData: [[[1, 2]], [1]] as never },
      /inputs of validationData as a tensor/,
    ],
    [{ validationData: x as never }, /\[x, y, sampleWeight\] or a dataset/],
    [{ validationData: "x" as never }, /or a dataset, got x/],
    [{ validationSplit: "0.2" as never }, /lie in \(0, 1\), got 0.2/],
    [{ validationSplit: 0.01 }, /0.01 of 6 samples leaves none to measure/],
    [{ classWeight: new Map([[0, 1]]) as never }, /such as .*, got a Map/],
    [{ sampleWeight: "x" as never }, /sampleWeight as a tensor/],
    [{ shuffle: "batch" as never }, /shuffle is true or false, got batch/],
    [{ resume: 1 as never }, /resume is true or false, got 1/],
    [{ timings: "no" as never }, /timings is true or false/],
    [{ verbose: 3 as never }, /verbose is 0, 1, 2 or auto, got 3/],
    [
      { earlyStopping: { patience: "3" as never } },
      /patience of earlyStopping must be a number/,
    ],
  ];
  const before = tf.memory().numTensors;
  for (const [options, reason] of wrong) {
    await rejects(fit(model, x, y, { ...quiet, ...options }), reason);
  }
  await rejects(fit(model, dataset(1), { sampleWeight }), /dataset brings/);
  const numbers = tf.data.array([1, 2]).batch(2) as never;
  await rejects(fit(model, numbers, quiet), /\{ xs, ys \} .* tensor \[2\]/);
  const samples = tf.data.array([{ xs: [1, 2], ys: [1] }]) as never;
  await rejects(fit(model, samples, quiet), /xs of this one is none.*batch\(/);
  const nothing = tf.data.array<never>([]).batch(2) as never;
  await rejects(fit(model, nothing, quiet), /gave no batch/);
  const none = tf.data.array<never>([]).batch(2) as never;
  const empty = { ...quiet, validationData: none };
  await rejects(fit(model, x, y, empty), /validationData gave no batch/);
  const rows = x.arraySync() as never;
  await rejects(fit(model, rows, y), /x as a tensor, .* array of other/);
  await rejects(fit(model, undefined as never, y), /x as a .* undefined/);
  await rejects(fit(model, x, [] as never), /y as a tensor/);
  strictEqual(tf.memory().numTensors, before);
  model.dispose();
});

Deno.test("fit() calls the methods of a callback's class on the callback", async () => {
  class Losses {
    readonly seen: number[] = [];
    onBatchEnd(_batch: number, logs: Record<string, number>) {
      this.seen.push(logs.loss);
    }
  }
  const losses = new Losses();
  const model = tf.sequential({
    layers: [tf.layers.dense({ units: 1, inputShape: [1] })],
  });
  model.compile({ optimizer: "sgd", loss: "meanSquaredError" });
  await fit(model, tf.ones([4, 1]), tf.ones([4, 1]), {
    batchSize: 2,
    display: false,
    callbacks: losses,
  });
  deepStrictEqual(losses.seen.length, 2);
});

Deno.test("fit() refuses what a dataset's batches can't be, and leaves nothing of them", async () => {
  const model = dense();
  const [kept, keptToo, weights] = [x.clone(), y.clone(), tf.ones([6])];
  const batches: [() => object, RegExp][] = [
    [
      () => ({ xs: x.clone(), ys: y.clone(), sample_weight: tf.ones([6]) }),
      /\{ xs, ys, sampleWeight \} to fit, this one has sample_weight/,
    ],
    [
      () => ({ xs: x.clone(), ys: y.clone(), sampleWeight: [1, 2] }),
      /sampleWeight of a batch of the dataset is no tensor/,
    ],
    // The same tensors again, which the first epoch disposed of.
    [() => ({ xs: kept, ys: keptToo }), /disposed of.*x\.clone\(\)/],
    [
      () => ({ xs: x.clone(), ys: y.clone(), sampleWeight: weights }),
      /disposed of.*x\.clone\(\)/,
    ],
  ];
  const before = tf.memory().numTensors;
  for (const [make, reason] of batches) {
    const dataset = tf.data.generator(function* () {
      yield make() as tf.TensorContainer;
    }) as unknown as BatchDataset;
    await rejects(fit(model, dataset, { ...quiet, epochs: 2 }), reason);
  }
  strictEqual(tf.memory().numTensors, before - 3);
});

Deno.test("fit() says what to make of a generator", async () => {
  const made = function* () {};
  for (const wrong of [made, made()] as never[]) {
    await rejects(fit(dense(), wrong, quiet), /tf\.data\.generator\(/);
  }
});

Deno.test("fit() refuses sample weights of other outputs, and a fourth part of validationData", async () => {
  const model = dense();
  const [name] = model.outputNames;
  const before = tf.memory().numTensors;
  const weights = (given: unknown) => ({
    ...quiet,
    sampleWeight: given as FitOptions["sampleWeight"],
  });
  const ones = tf.ones([6]);
  await rejects(
    fit(model, x, y, weights({ [name]: ones, other: ones })),
    RegExp(`sampleWeight has other, but the model's outputs are ${name}`),
  );
  await rejects(
    fit(model, x, y, weights([ones, ones])),
    /sampleWeight has 1, but/,
  );
  await rejects(
    fit(model, x, y, weights({ other: ones })),
    RegExp(`sampleWeight has none for the output ${name}`),
  );
  ones.dispose();
  const validationData = [x, y, sampleWeight, sampleWeight] as never;
  await rejects(
    fit(model, x, y, { ...quiet, validationData }),
    /got an array of 4/,
  );
  strictEqual(tf.memory().numTensors, before);
});

Deno.test("fit() names the loss, the metric and the layer that give no tensor", async () => {
  class Nothing extends tf.layers.Layer {
    override call(): tf.Tensor {
      return undefined as unknown as tf.Tensor;
    }
  }
  const numeric = () => 1 as unknown as tf.Tensor;
  const cases: [object, tf.layers.Layer[], RegExp][] = [
    [{ loss: numeric }, [], /the loss of dense\S* must be a tensor, got 1/],
    [{ metrics: numeric }, [], /the metric numeric must be a tensor, got 1/],
    [
      {},
      [new Nothing({}) as tf.layers.Layer],
      /call\(\) of nothing\S* must be a tensor, got undefined/,
    ],
  ];
  for (const [given, more, reason] of cases) {
    const dense = tf.layers.dense({ units: 1, inputShape: [2] });
    const model = tf.sequential({ layers: [dense, ...more] });
    model.compile({ optimizer: "sgd", loss: "meanSquaredError", ...given });
    await rejects(fit(model, x, y, quiet), reason);
  }
});

Deno.test("fit() refuses classWeight where a sample has several classes", async () => {
  const model = tf.sequential({
    layers: [
      tf.layers.dense({ inputShape: [3, 1], units: 2, activation: "softmax" }),
    ],
  });
  model.compile({ optimizer: "sgd", loss: "sparseCategoricalCrossentropy" });
  const labels = tf.tensor2d([[0, 1, 1], [1, 0, 0]], [2, 3], "int32");
  await rejects(
    fit(model, tf.ones([2, 3, 1]), labels, { ...quiet, classWeight: { 1: 2 } }),
    /classWeight needs a class per sample/,
  );
});
