import {
  deepStrictEqual,
  match,
  ok,
  rejects,
  strictEqual,
  throws,
} from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import { fineTune } from "../../../lib/train/fine_tune.ts";
import { audit } from "../../../lib/weights/audit.ts";
import { getLearningRate } from "../../../lib/weights/learning_rate.ts";
import { listWeights } from "../../../lib/weights/list_weights.ts";

await tf.setBackend("cpu");

function makeModel(): tf.LayersModel {
  const base = tf.sequential({
    name: "base",
    layers: ["a", "b", "c"].map((name) =>
      tf.layers.dense({
        name,
        units: 2,
        inputShape: [2],
        kernelInitializer: tf.initializers.glorotUniform({ seed: 3 }),
      })
    ),
  });
  const model = tf.sequential({
    layers: [
      base,
      tf.layers.dense({
        name: "head",
        units: 1,
        kernelInitializer: tf.initializers.glorotUniform({ seed: 4 }),
      }),
    ],
  });
  model.compile({
    optimizer: "sgd",
    loss: "meanSquaredError",
    metrics: ["mae"],
  });
  return model;
}

const x = tf.randomNormal([8, 2], 0, 1, "float32", 1);
const y = tf.randomNormal([8, 1], 0, 1, "float32", 2);
const quiet = { display: false, batchSize: 4, seed: 1 } as const;

const rowsOf = (tensor: tf.Tensor) => tensor.arraySync() as number[][];

function kernels(model: tf.LayersModel): Record<string, string> {
  return Object.fromEntries(
    listWeights(model).filter(({ name }) => name === "kernel")
      .map((
        { layer, variable },
      ) => [layer.name, variable.read().dataSync().join()]),
  );
}

Deno.test("fineTune() trains the head first, then the base from the top down", async () => {
  const model = makeModel();
  const moved: string[][] = [];
  let before = kernels(model);
  const rates: number[] = [];
  const { epoch } = await fineTune(model, x, y, {
    ...quiet,
    base: "base",
    epochs: 5,
    headEpochs: 2,
    callbacks: {
      onBatchEnd: () => void rates.push(getLearningRate(model.optimizer)),
      onEpochEnd: () => {
        const after = kernels(model);
        moved.push(
          Object.keys(after).filter((name) => after[name] !== before[name]),
        );
        before = after;
      },
    },
  });
  deepStrictEqual(epoch, [0, 1, 2, 3, 4]);
  deepStrictEqual(moved, [
    ["head"],
    ["head"],
    ["c", "head"],
    ["b", "c", "head"],
    ["a", "b", "c", "head"],
  ]);
  // Ten steps: the rate rises in the first and falls to a thirty-second.
  ok(rates[1] === 0.001 && rates[9] < rates[5] && rates[5] < rates[1]);
});

Deno.test("audit() shows a fine-tuning's plan layer by layer", () => {
  const model = makeModel();
  const plan = fineTune(model, {
    base: "base",
    epochs: 7,
    learningRate: 0.1,
    decay: 2,
  });
  const rows = audit(model, plan).rows;
  deepStrictEqual(rows.map(({ path, planned }) => [path, planned]), [
    ["base/a", { fromEpoch: 5, rate: 0.1 / 8 }],
    ["base/b", { fromEpoch: 3, rate: 0.1 / 4 }],
    ["base/c", { fromEpoch: 1, rate: 0.1 / 2 }],
    ["head", { fromEpoch: 0, rate: 0.1 }],
  ]);
  match(audit(model, plan).toTable().toText(), /from epoch {2}highest rate/);
  match(Deno.inspect(plan), /7 epochs/);
  strictEqual(audit(model).rows[0].planned, undefined);
});

Deno.test("fineTune() stopped and resumed is as if it had not been", async () => {
  const [whole, broken] = [makeModel(), makeModel()];
  const options = { ...quiet, base: "base", epochs: 4 };
  await fineTune(whole, x, y, options);
  let batches = 0;
  await fineTune(broken, x, y, {
    ...options,
    callbacks: {
      onBatchEnd: () => {
        if (++batches === 5) {
          globalThis.dispatchEvent(
            new Event("interrupt", { cancelable: true }),
          );
        }
      },
    },
  });
  await fineTune(broken, x, y, { ...options, resume: true });
  deepStrictEqual(kernels(broken), kernels(whole));
});

Deno.test("fineTune() on a dataset is as on the same tensors", async () => {
  const options = { base: "base", epochs: 3, display: false } as const;
  const [one, other] = [makeModel(), makeModel()];
  await fineTune(one, x, y, { ...options, batchSize: 4, shuffle: false });
  const batches = tf.data.zip({
    xs: tf.data.array(rowsOf(x)),
    ys: tf.data.array(rowsOf(y)),
  })
    .batch(4);
  const history = await fineTune(other, batches, options);
  deepStrictEqual(kernels(other), kernels(one));
  strictEqual(history.epoch.length, 3);
  const plan = fineTune(makeModel(), { base: "base", epochs: 2 });
  await plan.fit(batches, { display: false });
});

Deno.test("fineTune() refuses plans that can't be followed", () => {
  const model = makeModel();
  throws(() => fineTune(model, { base: "trunk", epochs: 2 }), RangeError);
  throws(() => fineTune(model, { base: "base", epochs: 0 }), RangeError);
  throws(
    () => fineTune(model, { base: "base", epochs: 2, stages: 0 }),
    RangeError,
  );
  throws(
    () =>
      fineTune(tf.sequential({ layers: model.layers }), {
        base: "base",
        epochs: 2,
      }),
    /needs a loss/,
  );
});

Deno.test("fineTune() refuses a base and a head without weights", () => {
  const input = tf.input({ shape: [2] });
  const low = tf.layers.dense({ units: 2, name: "low" }).apply(input);
  const drop = tf.layers.dropout({ rate: 0.5, name: "drop" }).apply(low);
  const top = tf.layers.dense({ units: 1, name: "top" }).apply(drop);
  const model = tf.model({
    inputs: input,
    outputs: top as tf.SymbolicTensor,
  });
  model.compile({ optimizer: "sgd", loss: "meanSquaredError" });
  for (
    const [options, message] of [
      [{ base: "drop" }, /base of fineTune means no layer with weights: drop/],
      [{ base: ["low", "top"] }, /head of fineTune .* with weights: .*, drop/],
      [{ base: "low", head: "drop" }, /head of fineTune means no layer with/],
    ] as const
  ) {
    throws(() => fineTune(model, { epochs: 2, ...options }), {
      name: "RangeError",
      message,
    });
  }
});

Deno.test("a fine-tuning's plan refuses another number of epochs", async () => {
  const plan = fineTune(makeModel(), { base: "base", epochs: 4 });
  const wrong = { ...quiet, epochs: 5 } as object;
  await rejects(plan.fit(x, y, wrong), {
    name: "RangeError",
    message: "The plan is for 4 epochs, not 5: fineTune() takes their number",
  });
});

Deno.test("fineTune() keeps no moments of the optimizers of an earlier plan", async () => {
  const before = tf.memory().numTensors;
  const model = makeModel();
  const [x, y] = [tf.ones([4, 2]), tf.ones([4, 1])];
  const options = { base: "base", epochs: 2, display: false } as const;
  await fineTune(model, x, y, options);
  const once = tf.memory().numTensors;
  await fineTune(model, x, y, options);
  strictEqual(tf.memory().numTensors, once);
  model.dispose();
  tf.dispose([x, y]);
  strictEqual(tf.memory().numTensors, before);
});

Deno.test("fineTune() keeps what the losses of several outputs count", async () => {
  const input = tf.input({ shape: [2] });
  const base = tf.layers.dense({ units: 2, name: "base" });
  const features = base.apply(input) as tf.SymbolicTensor;
  const outputs = ["a", "b"].map((name) =>
    tf.layers.dense({ units: 1, name }).apply(features) as tf.SymbolicTensor
  );
  const model = tf.model({ inputs: input, outputs });
  model.compile({
    optimizer: "sgd",
    loss: "meanSquaredError",
    lossWeights: [1, 0],
  });
  const { history } = await fineTune(model, x, [y, y], {
    ...quiet,
    base: "base",
    epochs: 1,
  });
  deepStrictEqual(history.loss, history.a_loss);
});
