/** `fit` with `cacheFrozen` is equal to the bit to `fit` without. */

import {
  deepStrictEqual,
  match,
  ok,
  rejects,
  strictEqual,
} from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import { dropout } from "../../../lib/dropout/dropout.ts";
import { withPhase } from "../../../lib/dropout/phase.ts";
import { batchNormalization } from "../../../lib/layers/batch_normalization.ts";
import { selectLayers } from "../../../lib/layers/layer_filter.ts";
import { lambda } from "../../../lib/layers/lambda.ts";
import { setRandomSeed } from "../../../lib/random/set_random_seed.ts";
import type { Tensors } from "../../../lib/train/batches.ts";
import { fineTune } from "../../../lib/train/fine_tune.ts";
import { fit } from "../../../lib/train/fit.ts";
import type { FitCallback } from "../../../lib/train/fit_callbacks.ts";
import type { FitOptions } from "../../../lib/train/fit_options.ts";
import { freeze, unfreeze } from "../../../lib/weights/freeze.ts";
import { gradualUnfreezing } from "../../../lib/weights/gradual_unfreezing.ts";
import { listWeights } from "../../../lib/weights/list_weights.ts";

await tf.setBackend("cpu");

const quiet: FitOptions = { display: false, batchSize: 4, seed: 5, epochs: 3 };
const x = tf.randomNormal([10, 3], 0, 1, "float32", 3);
const y = tf.randomUniform([10], 0, 2, "int32", 4).toFloat();

function dense(name: string, units: number, more: object = {}) {
  return tf.layers.dense({ name, units, activation: "tanh", ...more });
}

/** The layers of all the models here but for what is between base and head. */
function base(): tf.layers.Layer[] {
  return [
    dense("base", 4, { inputShape: [3] }),
    batchNormalization({ name: "norm" }),
    dense("top", 4),
  ];
}

const head = () => [
  dropout({ name: "drop", rate: 0.4, seed: 2 }),
  dense("head", 3, { kernelRegularizer: "l1l2" }),
  batchNormalization({ name: "headNorm" }),
  tf.layers.dense({ name: "out", units: 1, activation: "sigmoid" }),
];

function nested(): tf.LayersModel {
  const inner = tf.sequential({ name: "inner", layers: base() });
  return tf.sequential({
    layers: [dense("before", 3, { inputShape: [3] }), inner, ...head()],
  });
}

/** A nested model that comes first: tfjs takes its layers for the outer's. */
function nestedFirst(): tf.LayersModel {
  const inner = tf.sequential({ name: "inner", layers: base() });
  return tf.sequential({ layers: [inner, ...head()] });
}

/** Two inputs, one of which goes past the frozen part. */
function functional(): tf.LayersModel {
  const apply = (x: tf.SymbolicTensor, layers: tf.layers.Layer[]) =>
    layers.reduce((x, layer) => layer.apply(x) as tf.SymbolicTensor, x);
  const input = tf.input({ shape: [3], name: "one" });
  const other = tf.input({ shape: [3], name: "other" });
  const kept = apply(input, base());
  const both = tf.layers.concatenate().apply([kept, other, kept]);
  return tf.model({
    inputs: [input, other],
    outputs: [
      apply(both as tf.SymbolicTensor, head()),
      dense("second", 1).apply(kept) as tf.SymbolicTensor,
    ],
  });
}

/** Padded words, so that masks come with what is kept. */
function masked(): tf.LayersModel {
  return tf.sequential({
    layers: [
      tf.layers.embedding({
        name: "base",
        inputDim: 4,
        outputDim: 3,
        maskZero: true,
        inputLength: 3,
      }),
      tf.layers.lstm({ name: "lstm", units: 2, dropout: 0.3 }),
      tf.layers.dense({ name: "out", units: 1, activation: "sigmoid" }),
    ],
  });
}

interface Case {
  make(): tf.LayersModel;
  frozen: string[];
  x?: Tensors;
  y?: Tensors;
  /** Whether so little is left that it costs more than it saves. */
  isShort?: boolean;
  /** Where it is stopped, to go on. */
  stop?: Parameters<typeof stopAt>;
  options?: (model: tf.LayersModel) => FitOptions;
}

const plain = {
  make: () => tf.sequential({ layers: [...base(), ...head()] }),
  frozen: ["base", "norm", "top"],
};

const CASES: Record<string, Case> = {
  "a sequential model": { ...plain, stop: ["onBatchEnd", 1] },
  "a nested model": { make: nested, frozen: ["before", "inner"] },
  "a nested model, frozen in part": {
    make: nestedFirst,
    frozen: ["inner/base", "inner/norm"],
  },
  "several inputs and outputs": {
    make: functional,
    frozen: ["base", "norm", "top"],
    x: { one: x, other: x.mul(2) },
    y: [y, y.mul(3)],
  },
  "masks of words": {
    make: masked,
    frozen: ["base"],
    x: tf.range(0, 30).reshape([10, 3]).mod(4),
  },
  "weights of samples, to measure on, an end": {
    ...plain,
    stop: ["onEpochBegin", 1],
    options: () => ({
      sampleWeight: Array.from({ length: 10 }, (_, i) => i % 3),
      validationData: [x.slice(0, 7), y.slice(0, 7)],
      earlyStopping: { monitor: "loss", patience: 1, minDelta: 1 },
    }),
  },
  "classes, a split, no order": {
    ...plain,
    options: () => ({
      classWeight: { 0: 1, 1: 3 },
      validationSplit: 0.3,
      validationFreq: 2,
      shuffle: false,
    }),
  },
  "thawing by epochs": {
    ...plain,
    isShort: true,
    stop: ["onBatchEnd", 4],
    options: (model) => ({
      callbacks: gradualUnfreezing(model, {
        stages: [["head", "headNorm", "out"], "top", ["base", "norm"]],
      }),
      validationSplit: 0.3,
    }),
  },
  "thawing within a batch": {
    ...plain,
    options: (model) => ({
      callbacks: {
        onBatchBegin: (batch) => void (batch === 1 && unfreeze(model, "top")),
      },
    }),
  },
  "other weights on the way": {
    ...plain,
    isShort: true,
    options: (model) => ({
      callbacks: {
        onEpochEnd: () => {
          const layer = model.getLayer("base");
          tf.tidy(() =>
            layer.setWeights(layer.getWeights().map((it) => it.mul(1.5)))
          );
        },
      },
    }),
  },
};

function stopAt(hook: "onBatchEnd" | "onEpochBegin", at: number): FitCallback {
  let calls = 0;
  return {
    [hook]: () => {
      if (calls++ !== at) return;
      globalThis.dispatchEvent(new Event("interrupt", { cancelable: true }));
    },
  };
}

/** What a training leaves, and how often it called the first frozen layer. */
async function train(
  { make, frozen, options, ...data }: Case,
  cacheFrozen: boolean,
  stop?: FitCallback,
) {
  setRandomSeed(7);
  const model = make();
  freeze(model, frozen);
  model.compile({
    optimizer: tf.train.adam(0.05),
    loss: model.outputs.length > 1
      ? ["binaryCrossentropy", "meanSquaredError"]
      : "binaryCrossentropy",
    metrics: ["mse"],
  });
  const [{ layer: first }] = selectLayers(model, /(^|\/)base$/);
  let calls = 0;
  const { call } = first;
  first.call = (...args) => (calls++, call.apply(first, args));
  const before = tf.memory().numTensors;
  const all = (): FitOptions => ({
    ...quiet,
    cacheFrozen,
    ...options?.(model),
  });
  const run = (options: FitOptions) =>
    fit(model, data.x ?? x, data.y ?? y, options);
  let history;
  if (stop) {
    const given = all();
    const callbacks = [...[given.callbacks ?? []].flat(), stop];
    history = await run({ ...given, callbacks });
    strictEqual(history.stopped?.reason, "interrupted");
    history = await run({ ...all(), resume: true });
  } else history = await run(all());
  const result = {
    history: history.history,
    epoch: history.epoch,
    stopped: history.stopped,
    bestEpoch: history.bestEpoch,
    leaked: history.leakedTensors,
    weights: listWeights(model).map(({ variable }) =>
      variable.read().dataSync().join()
    ),
    tensors: tf.memory().numTensors - before,
  };
  const bytes = history.cachedBytes;
  model.dispose();
  model.optimizer.dispose();
  return { result, calls, bytes };
}

for (const [name, given] of Object.entries(CASES)) {
  Deno.test(`cacheFrozen changes no loss or weight: ${name}`, async () => {
    const once = await train(given, true);
    const each = await train(given, false);
    deepStrictEqual(once.result, each.result);
    strictEqual(each.result.leaked, 0);
    ok(
      given.isShort || once.calls < each.calls,
      `${once.calls} calls of ${each.calls}`,
    );
    ok(once.bytes > 0);
    strictEqual(each.bytes, 0);
  });

  if (!given.stop) continue;
  Deno.test(`cacheFrozen goes on after a Stop: ${name}`, async () => {
    const whole = await train(given, false);
    const once = await train(given, true, stopAt(...given.stop!));
    // What early stopping holds for a training that goes on is counted.
    const each = await train(given, false, stopAt(...given.stop!));
    deepStrictEqual(once.result, each.result);
    deepStrictEqual(once.result.history, whole.result.history);
    deepStrictEqual(once.result.weights, whole.result.weights);
  });
}

function tiny(layers: tf.layers.Layer[]): tf.LayersModel {
  const model = tf.sequential({ layers });
  model.compile({ optimizer: "sgd", loss: "meanSquaredError" });
  return model;
}

const frozenDense = () => dense("base", 2, { trainable: false });
const start = { inputShape: [3] };

Deno.test("cacheFrozen refuses what is random in what is frozen, by its name", async () => {
  const inner = tf.sequential({
    name: "inner",
    layers: [
      dense("a", 3, start),
      dropout({ name: "drop", rate: 0.5 }),
      dense("b", 3),
    ],
  });
  inner.trainable = false;
  const models: [tf.LayersModel, RegExp][] = [
    [
      tiny([
        dropout({ name: "early", rate: 0.5, ...start }),
        frozenDense(),
        dense("out", 1),
      ]),
      /what base gives: early is random in training/,
    ],
    [
      tiny([
        tf.layers.gaussianNoise({ name: "noise", stddev: 1, ...start }),
        frozenDense(),
        dense("out", 1),
      ]),
      /noise is random in training/,
    ],
    [tiny([inner, dense("out", 1)]), /inner\/drop is random in training/],
    [
      tiny([
        lambda({
          name: "own",
          function: (x) => tf.add(x as tf.Tensor, tf.randomNormal([3])),
          ...start,
        }),
        frozenDense(),
        dense("out", 1),
      ]),
      /what own gives: its values for a sample are others/,
    ],
    [
      tiny([
        lambda({
          name: "mix",
          function: (x) => tf.sub(x as tf.Tensor, tf.mean(x as tf.Tensor, 0)),
          ...start,
        }),
        frozenDense(),
        dense("out", 1),
      ]),
      /what mix gives/,
    ],
  ];
  for (const [model, message] of models) {
    const before = tf.memory().numTensors;
    await rejects(fit(model, x, y, { ...quiet, cacheFrozen: true }), message);
    strictEqual(tf.memory().numTensors, before);
  }
  // What lets it run as at prediction is in the message, and does.
  const [, , [model]] = models;
  const { cachedBytes } = await withPhase(
    model,
    { inference: "inner/drop" },
    () => fit(model, x, y, { ...quiet, cacheFrozen: true }),
  );
  strictEqual(cachedBytes, 10 * 3 * 4);
});

Deno.test("cacheFrozen refuses a frozen normalization by batches, and a state", async () => {
  const norm = batchNormalization({ name: "norm", ...start });
  const model = tiny([norm, dense("out", 1)]);
  freeze(model, "norm", { batchNormalization: "asTfjs" });
  const options = { ...quiet, cacheFrozen: true };
  await rejects(fit(model, x, y, options), /norm normalizes by each batch/);
  const gru = tf.layers.gru({
    name: "gru",
    units: 2,
    stateful: true,
    batchInputShape: [5, 1, 3],
    trainable: false,
  });
  await rejects(
    fit(tiny([gru, dense("out", 1)]), x.reshape([10, 1, 3]), y, options),
    /gru keeps a state from .* Put it behind what is frozen$/,
  );
});

Deno.test("cacheFrozen takes a model whose batches have one size, and sees a layer that mixes samples there", async () => {
  const train = async (cacheFrozen: boolean, mixes: boolean) => {
    const steps = tf.layers.timeDistributed({
      layer: frozenDense(),
      batchInputShape: [5, 1, 3],
      trainable: false,
    });
    const mix = lambda({
      name: "mix",
      function: (values) => {
        const x = values as tf.Tensor;
        return mixes ? x.sub(x.mean(0)) : x.neg();
      },
    });
    const model = tiny([
      steps,
      mix,
      frozenDense(),
      tf.layers.flatten(),
      dense("out", 1),
    ]);
    const { history } = await fit(model, x.reshape([10, 1, 3]), y, {
      ...quiet,
      batchSize: 5,
      cacheFrozen,
    });
    return history.loss;
  };
  setRandomSeed(1);
  const expected = await train(false, false);
  setRandomSeed(1);
  deepStrictEqual(await train(true, false), expected);
  await rejects(train(true, true), /what mix gives/);
});

Deno.test("cacheFrozen refuses a layer that reads weights that train, not one that reads others", async () => {
  const model = (trained: boolean) => {
    const out = dense("out", 1, { trainable: trained });
    const scale = lambda({
      name: "scale",
      function: (x) => (x as tf.Tensor).mul(out.weights[1].read().add(1)),
      outputShape: [2],
    });
    return tiny([frozenFirst(), scale, out, dense("last", 1)]);
  };
  const options = { ...quiet, cacheFrozen: true };
  const reading = model(true);
  const before = tf.memory().numTensors;
  await rejects(fit(reading, x, y, options), /scale gives: it reads weights/);
  strictEqual(tf.memory().numTensors, before);
  await fit(model(false), x, y, options);
});

Deno.test("cacheFrozen refuses where there is nothing to keep", async () => {
  const options = { ...quiet, cacheFrozen: true };
  const thawed = tiny([dense("a", 2, start), dense("out", 1)]);
  await rejects(fit(thawed, x, y, options), /come before a, which trains/);
  const model = nested();
  model.compile({ optimizer: "sgd", loss: "meanSquaredError" });
  freeze(model, "inner/base");
  await rejects(fit(model, x, y, options), /before before, which trains/);
  freeze(model, "before");
  const { cachedBytes } = await fit(model, x, y, options);
  strictEqual(cachedBytes, 10 * 3 * 4);
});

Deno.test("cacheFrozen refuses what is too large before it takes the memory", async () => {
  const model = tiny([
    dense("wide", 2000, { inputShape: [1], trainable: false }),
    dense("out", 1),
  ]);
  const many = tf.zeros([200_000, 1]);
  await rejects(
    fit(model, many, many, { ...quiet, cacheFrozen: true }),
    /keep 1600\.0 MB for 200,000 samples; at most 1073\.7 MB/,
  );
  many.dispose();
});

Deno.test("cacheFrozen takes no dataset and no other value than true or false", async () => {
  const model = tiny([frozenFirst(), dense("out", 1)]);
  const dataset = tf.data.array([{ xs: [1, 2, 3], ys: [1] }]).batch(1);
  await rejects(
    fit(model, dataset, { display: false, cacheFrozen: true }),
    /cacheFrozen needs tensors.*cacheFeatures/,
  );
  for (const cacheFrozen of ["yes", 1, null]) {
    await rejects(
      fit(model, x, y, { ...quiet, cacheFrozen } as unknown as FitOptions),
      /cacheFrozen is true or false/,
    );
  }
  // A dataset to measure on goes through the whole model.
  const { history } = await fit(model, x, y, {
    ...quiet,
    cacheFrozen: true,
    validationData: dataset,
  });
  strictEqual(history.val_loss.length, 3);
});

function frozenFirst() {
  return dense("base", 2, { trainable: false, ...start });
}

Deno.test("fit() with cacheFrozen ends at a Stop while it computes what is frozen", async () => {
  const model = tiny([frozenFirst(), dense("out", 1)]);
  let calls = 0;
  const layer = model.getLayer("base");
  const { call } = layer;
  layer.call = (...args) => {
    if (++calls === 3) {
      globalThis.dispatchEvent(new Event("interrupt", { cancelable: true }));
    }
    return call.apply(layer, args);
  };
  const before = tf.memory().numTensors;
  const options = { ...quiet, epochs: 1, batchSize: 2, cacheFrozen: true };
  const stopped = await fit(model, x, y, options);
  deepStrictEqual(stopped.stopped, {
    reason: "interrupted",
    epoch: 0,
    batch: 0,
  });
  strictEqual(tf.memory().numTensors, before);
  ok(calls < 5);
  const { epoch } = await fit(model, x, y, { ...options, resume: true });
  deepStrictEqual(epoch, [0]);
});

Deno.test("fit() says how much cacheFrozen keeps", async () => {
  const lines: string[] = [];
  const model = tiny([frozenFirst(), dense("out", 1)]);
  const history = await fit(model, x, y, {
    ...quiet,
    display: {
      lines: { isTerminal: false, write: (text) => void lines.push(text) },
    },
    cacheFrozen: true,
    validationSplit: 0.3,
  });
  strictEqual(history.cachedBytes, 10 * 2 * 4);
  match(history.toText(), /80 bytes of the frozen part kept/);
  // The line comes before the three samples to measure on are computed.
  match(lines.join("\n"), /the frozen part is kept up to base: 56 bytes/);
});

Deno.test("fit() with cacheFrozen leaves no tensor where its cell was cut", async () => {
  const model = tiny([frozenFirst(), dense("out", 1)]);
  const before = tf.memory().numTensors;
  const { promise: stepped, resolve } = Promise.withResolvers<void>();
  void fit(model, x, y, {
    ...quiet,
    cacheFrozen: true,
    callbacks: {
      onBatchEnd: () => {
        resolve();
        return new Promise<void>(() => {});
      },
    },
  });
  await stepped;
  ok(tf.memory().numTensors > before);
  globalThis.dispatchEvent(new Event("interrupted"));
  strictEqual(tf.memory().numTensors, before);
});

Deno.test("fineTune() with cacheFrozen trains as without", async () => {
  const losses = [];
  for (const cacheFrozen of [true, false]) {
    setRandomSeed(3);
    const model = nestedFirst();
    const history = await fineTune(model, x, y, {
      base: "inner",
      epochs: 6,
      loss: "binaryCrossentropy",
      cacheFrozen,
      display: false,
      batchSize: 4,
      validationSplit: 0.3,
    });
    losses.push(history.history);
    strictEqual(history.cachedBytes > 0, cacheFrozen);
    model.dispose();
  }
  deepStrictEqual(losses[0], losses[1]);
});
