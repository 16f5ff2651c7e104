/** Metrics of an epoch are those of all its samples. */

import {
  deepStrictEqual,
  ok,
  rejects,
  strictEqual,
  throws,
} from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import { fit } from "../../../lib/train/fit.ts";
import {
  auc,
  precision,
  recall,
} from "../../../lib/train/metrics/precision_recall.ts";
import { saveAndLoad } from "./save_and_load.ts";

await tf.setBackend("cpu");

const COUNT = 21;
const BATCH = 8;

/** Predicts its first input, and never learns. */
function probabilities(metrics: tf.ModelCompileArgs["metrics"]) {
  const model = tf.sequential({
    layers: [
      tf.layers.dense({
        units: 1,
        inputShape: [1],
        kernelInitializer: "ones",
      }),
    ],
  });
  model.compile({
    optimizer: tf.train.sgd(0),
    loss: "meanSquaredError",
    metrics,
  });
  const x = tf.randomUniform([COUNT, 1], 0, 1, "float32", 3);
  const y = tf.randomUniform([COUNT, 1], 0, 1, "float32", 4).add(x).greater(1)
    .cast("float32");
  return { model, x, y };
}

const METRICS = [
  "accuracy",
  "precision",
  "recall",
  auc({ numThresholds: 20 }),
  "r2Score",
  "rootMeanSquaredError",
  "meanSquaredError",
  "mae",
];

function near(found: unknown, wanted: unknown, what: string): void {
  const difference = Math.abs(Number(found) - Number(wanted));
  // Sums of 21 values below 1 in float32.
  ok(difference < COUNT * 2 ** -23, `${what}: ${found} for ${wanted}`);
}

/** Each metric over all samples at once. */
function atOnce({ model, x, y }: ReturnType<typeof probabilities>): number[] {
  const values = model.evaluate(x, y, { batchSize: COUNT }) as tf.Scalar[];
  return values.map((value) => value.dataSync()[0]);
}

/** Compares each metric, and disposes of the values. */
function allNear(model: tf.LayersModel, values: tf.Scalar[], whole: number[]) {
  for (const [i, name] of model.metricsNames.entries()) {
    near(values[i].dataSync()[0], whole[i], name);
  }
  tf.dispose(values);
}

Deno.test("evaluate() in batches gives what it gives at once", () => {
  const subject = probabilities(METRICS);
  const { model, x, y } = subject;
  const whole = atOnce(subject);
  const before = tf.memory().numTensors;
  const values = model.evaluate(x, y, { batchSize: BATCH }) as tf.Scalar[];
  allNear(model, values, whole);
  strictEqual(tf.memory().numTensors, before);
});

Deno.test("evaluateDataset() gives what evaluate() gives at once", async () => {
  const subject = probabilities(METRICS);
  const { model, x, y } = subject;
  const whole = atOnce(subject);
  const dataset = tf.data.zip({
    xs: tf.data.array(x.arraySync() as number[][]),
    ys: tf.data.array(y.arraySync() as number[][]),
  }).batch(BATCH);
  const before = tf.memory().numTensors;
  const values = await model.evaluateDataset(
    dataset as never,
    { batches: Math.ceil(COUNT / BATCH) } as never,
  ) as tf.Scalar[];
  allNear(model, values, whole);
  strictEqual(tf.memory().numTensors, before);
});

Deno.test("fit() of this library gives the metrics of all samples, trained and validated", async () => {
  const subject = probabilities(METRICS);
  const { model, x, y } = subject;
  const whole = atOnce(subject);
  const { history, leakedTensors } = await fit(model, x, y, {
    batchSize: BATCH,
    display: false,
    epochs: 2,
    validationData: [x, y],
  });
  for (const [i, name] of model.metricsNames.entries()) {
    for (const epoch of [0, 1]) {
      near(history[name][epoch], whole[i], name);
      near(history[`val_${name}`][epoch], whole[i], `val_${name}`);
    }
  }
  strictEqual(leakedTensors, 0);
});

Deno.test("fit() and fitDataset() of tfjs give the metrics of all samples", async () => {
  const subject = probabilities(METRICS);
  const { model, x, y } = subject;
  const whole = atOnce(subject);
  const dataset = tf.data.zip({
    xs: tf.data.array(x.arraySync() as number[][]),
    ys: tf.data.array(y.arraySync() as number[][]),
  }).batch(BATCH) as never;
  const before = tf.memory().numTensors;
  const histories = [
    await model.fit(x, y, {
      batchSize: BATCH,
      epochs: 2,
      verbose: 0,
      validationData: [x, y],
    }),
    await model.fitDataset(dataset, {
      epochs: 2,
      verbose: 0,
      validationData: dataset,
    } as never),
  ];
  for (const { history } of histories) {
    for (const [i, name] of model.metricsNames.entries()) {
      for (const epoch of [0, 1]) {
        near(history[name][epoch], whole[i], name);
        near(history[`val_${name}`][epoch], whole[i], `val_${name}`);
      }
    }
  }
  strictEqual(tf.memory().numTensors, before);
});

Deno.test("a training that goes on counts the batches before its stop", async () => {
  const subject = probabilities(["precision", "auc", "r2Score"]);
  const { model, x, y } = subject;
  const whole = atOnce(subject);
  const options = { batchSize: BATCH, display: false, seed: 1 } as const;
  await fit(model, x, y, {
    ...options,
    callbacks: {
      onBatchEnd: (batch) => {
        if (batch === 2) model.stopTraining = true;
      },
    },
  });
  const { history } = await fit(model, x, y, { ...options, resume: true });
  for (const [i, name] of model.metricsNames.entries()) {
    near(history[name][0], whole[i], name);
  }
});

Deno.test("a masked metric counts steps, however they lie in batches", async () => {
  const model = tf.sequential({
    layers: [
      tf.layers.masking({ inputShape: [3, 1] }),
      tf.layers.timeDistributed({
        layer: tf.layers.dense({ units: 1, kernelInitializer: "ones" }),
      }),
    ],
  });
  model.compile({
    optimizer: tf.train.sgd(0),
    loss: "meanSquaredError",
    metrics: ["mae", "precision"],
  });
  // One step counts of the first sample, three of the second.
  const x = tf.tensor3d([[[0.6], [0], [0]], [[1], [2], [3]]]);
  const y = tf.tensor3d([[[1], [1], [1]], [[0], [0], [0]]]);
  const { history } = await fit(model, x, y, {
    batchSize: 1,
    display: false,
    validationData: [x, y],
  });
  for (const kind of ["", "val_"]) {
    near(history[`${kind}mae`][0], (0.4 + 1 + 2 + 3) / 4, "mae");
    near(history[`${kind}precision`][0], 1 / 4, "precision");
  }
  const [, mae] = model.evaluate(x, y, { batchSize: 1 }) as tf.Scalar[];
  near(mae.dataSync()[0], (0.4 + 1 + 2 + 3) / 4, "mae of evaluate()");
});

Deno.test("r2Score is exact where the targets are large", () => {
  const { model, x, y } = probabilities(["r2Score"]);
  const shifted = y.add(4096);
  const wanted = tf.tidy(() => {
    const errors = shifted.sub(x).square().sum().dataSync()[0];
    const spread = y.sub(y.mean()).square().sum().dataSync()[0];
    return 1 - errors / spread;
  });
  const [, score] = model.evaluate(x, shifted, { batchSize: 4 }) as tf.Scalar[];
  const difference = Math.abs(score.dataSync()[0] / wanted - 1);
  ok(difference < 1e-3, `differs by ${difference}`);
});

Deno.test("compile() takes metrics with options, under their own names", async () => {
  const { model, x, y } = probabilities([
    precision({ threshold: 0.3, name: "low" }),
    precision({ threshold: 0.7 }),
    recall({ threshold: 0.3 }),
    auc({ curve: "PR", numThresholds: 20 }),
  ]);
  const { history } = await fit(model, x, y, { batchSize: 8, display: false });
  deepStrictEqual(Object.keys(history), [
    "loss",
    "low",
    "precision",
    "recall",
    "auc",
  ]);
  for (
    const [name, metric] of Object.entries({
      low: precision({ threshold: 0.3 }),
      precision: precision({ threshold: 0.7 }),
      recall: recall({ threshold: 0.3 }),
      auc: auc({ curve: "PR", numThresholds: 20 }),
    })
  ) {
    await metric.updateState(y, model.predict(x) as tf.Tensor);
    near(history[name][0], metric.result(), name);
  }
});

Deno.test("two metrics of one name are both in the history", async () => {
  const { model, x, y } = probabilities([precision(), precision()]);
  const { history } = await fit(model, x, y, { display: false });
  deepStrictEqual(Object.keys(history), ["loss", "precision_0", "precision_1"]);
});

Deno.test("a metric is saved with its options, and loads", async () => {
  const { model, x, y } = probabilities([
    "auc",
    precision({ threshold: 0.8 }),
    "rootMeanSquaredError",
    "mae",
  ]);
  const copy = await saveAndLoad(model, { includeOptimizer: true });
  deepStrictEqual(copy.metricsNames, model.metricsNames);
  const whole = atOnce({ model, x, y });
  const values = copy.evaluate(x, y, { batchSize: BATCH }) as tf.Scalar[];
  values.forEach((value, i) =>
    near(value.dataSync()[0], whole[i], model.metricsNames[i])
  );
});

Deno.test("compile() says which metrics there are, and what does not fit one", () => {
  throws(() => probabilities(["acuracy"]), /did you mean accuracy/);
  throws(
    () => probabilities([{ updateState() {} }] as never),
    /auc\(\), precision\(\)/,
  );
  const model = tf.sequential({
    layers: [
      tf.layers.dense({ units: 3, activation: "softmax", inputShape: [1] }),
    ],
  });
  model.compile({
    optimizer: "sgd",
    loss: "sparseCategoricalCrossentropy",
    metrics: ["precision"],
  });
  throws(
    () => model.evaluate(tf.ones([2, 1]), tf.ones([2, 1])),
    /a target of 0 or 1 for each prediction/,
  );
});

Deno.test("metrics go by output, in lists or by name, and other outputs are refused", () => {
  const input = tf.input({ shape: [1] });
  const outputs = ["one", "two"].map((name) =>
    tf.layers.dense({ name, units: 1 }).apply(input) as tf.SymbolicTensor
  );
  const model = tf.model({ inputs: input, outputs });
  const compile = (metrics: unknown) => {
    model.compile(
      {
        optimizer: "sgd",
        loss: "mse",
        metrics,
      } as tf.ModelCompileArgs,
    );
    return model.metricsNames.slice(3);
  };
  deepStrictEqual(compile([["mae"], ["precision", "mae"]]), [
    "one_mae",
    "two_precision",
    "two_mae",
  ]);
  deepStrictEqual(compile([null, ["mae"]]), ["two_mae"]);
  throws(() => compile([["mae"]]), /one for each of one, two, got 1/);
  throws(() => compile({ twoo: "mae" }), /did you mean "two"/);
});

Deno.test("an output without a loss is told", async () => {
  const input = tf.input({ shape: [1] });
  const outputs = ["left", "right"].map((name) =>
    tf.layers.dense({ name, units: 1 }).apply(input) as tf.SymbolicTensor
  );
  const model = tf.model({ inputs: input, outputs });
  model.compile({ optimizer: "sgd", loss: { left: "mse" } });
  const x = tf.ones([2, 1]);
  await rejects(
    fit(model, x, [x, x], { display: false }),
    /no loss for the output right/,
  );
});
