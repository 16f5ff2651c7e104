/**
 * A training that is stopped anywhere and goes on is equal to the bit to one
 * that was never stopped: over all callbacks and optimizers there are.
 */

import { deepStrictEqual, ok, rejects, strictEqual } from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import { dropout } from "../../../lib/dropout/dropout.ts";
import {
  linearRate,
  rateCallback,
} from "../../../lib/dropout/rate_schedule.ts";
import { batchNormalization } from "../../../lib/layers/batch_normalization.ts";
import { setRandomSeed } from "../../../lib/random/set_random_seed.ts";
import { learningRateScheduler } from "../../../lib/train/callbacks/learning_rate_scheduler.ts";
import { reduceLrOnPlateau } from "../../../lib/train/callbacks/reduce_lr_on_plateau.ts";
import { fit } from "../../../lib/train/fit.ts";
import type { FitCallback } from "../../../lib/train/fit_callbacks.ts";
import type { FitOptions } from "../../../lib/train/fit_options.ts";
import { adam, adamW } from "../../../lib/train/optimizers/adam.ts";
import { cosineDecay } from "../../../lib/train/optimizers/learning_rate_schedule.ts";
import { rmsprop } from "../../../lib/train/optimizers/rms_prop.ts";
import { sgd } from "../../../lib/train/optimizers/sgd.ts";
import type { TrainingHistory } from "../../../lib/train/training_history.ts";
import { gradualUnfreezing } from "../../../lib/weights/gradual_unfreezing.ts";
import { GroupedOptimizer } from "../../../lib/weights/grouped_optimizer.ts";
import { listWeights } from "../../../lib/weights/list_weights.ts";

await tf.setBackend("cpu");

const EPOCHS = 3;
const BATCHES = 2;

function makeModel(): tf.LayersModel {
  const initializer = (seed: number) => tf.initializers.glorotUniform({ seed });
  return tf.sequential({
    layers: [
      tf.layers.dense({
        name: "base",
        units: 4,
        inputShape: [3],
        kernelInitializer: initializer(1),
      }),
      batchNormalization({ name: "norm" }),
      dropout({ name: "drop", rate: 0.4, seed: 2 }),
      tf.layers.dense({
        name: "head",
        units: 1,
        kernelInitializer: initializer(2),
      }),
    ],
  });
}

const OPTIMIZERS: Record<string, (model: tf.LayersModel) => tf.Optimizer> = {
  adadelta: () => tf.train.adadelta(0.1),
  adagrad: () => tf.train.adagrad(0.1),
  adam: () => tf.train.adam(0.1),
  adamax: () => tf.train.adamax(0.1),
  momentum: () => tf.train.momentum(0.1, 0.9),
  rmsprop: () => tf.train.rmsprop(0.1),
  sgd: () => tf.train.sgd(0.1),
  "own adam by a schedule": () =>
    adam({
      learningRate: cosineDecay({ initialLearningRate: 0.1, decaySteps: 5 }),
    }),
  "own adamW, accumulated": () =>
    adamW({ learningRate: 0.1, gradientAccumulationSteps: 2 }),
  "own sgd": () => sgd({ learningRate: 0.1, momentum: 0.9, nesterov: true }),
  "own rmsprop": () => rmsprop({ learningRate: 0.1, globalClipNorm: 1 }),
  grouped: (model) =>
    new GroupedOptimizer(
      model,
      [{ filter: "base", optimizer: tf.train.adam(0.01) }],
      tf.train.sgd(0.1),
    ),
};

/** Values that are best in the first epoch. */
const watched: FitCallback = {
  onEpochEnd: (epoch, logs) => void (logs.watched = [1, 3, 2][epoch]),
};

type Variant = (model: tf.LayersModel) => Partial<FitOptions>;

/** What a training may be told, callbacks above all; made anew for each part. */
const VARIANTS: Record<string, Variant> = {
  nothing: () => ({}),
  "validationSplit": () => ({ validationSplit: 0.3 }),
  "classWeight": () => ({ classWeight: { 0: 1, 1: 3 } }),
  "unseeded order": () => ({ seed: undefined }),
  "earlyStopping": () => ({
    callbacks: watched,
    earlyStopping: { monitor: "watched", patience: 5 },
  }),
  "earlyStopping that ends": () => ({
    callbacks: watched,
    earlyStopping: { monitor: "watched", patience: 2 },
  }),
  reduceLrOnPlateau: () => ({
    callbacks: [
      watched,
      reduceLrOnPlateau({ monitor: "watched", patience: 1, factor: 0.5 }),
    ],
  }),
  "learningRateScheduler by epoch": () => ({
    callbacks: learningRateScheduler((epoch, rate) => rate / (epoch + 1)),
  }),
  "learningRateScheduler by batch": () => ({
    callbacks: learningRateScheduler(
      cosineDecay({ initialLearningRate: 0.1, decaySteps: 5 }),
    ),
  }),
  gradualUnfreezing: (model) => ({
    callbacks: gradualUnfreezing(model, { stages: ["head", "base"] }),
  }),
  "gradualUnfreezing with earlyStopping": (model) => ({
    callbacks: [watched, gradualUnfreezing(model)],
    earlyStopping: { monitor: "watched", patience: 5 },
  }),
  "rateCallback by epoch": (model) => ({
    callbacks: rateCallback(model, linearRate(0.4, 0, 3)),
  }),
  "rateCallback by batch": (model) => ({
    callbacks: rateCallback(model, linearRate(0.4, 0, 6), { every: "batch" }),
  }),
};

/** Where the user's Stop comes. */
const STOPS = ["onEpochBegin", "onBatchBegin", "onBatchEnd", "onEpochEnd"]
  .flatMap((hook) =>
    Array.from(
      { length: hook.includes("Batch") ? EPOCHS * BATCHES : EPOCHS },
      (_, count) => ({ hook, count }),
    )
  );

function stopAt({ hook, count }: { hook: string; count: number }): FitCallback {
  let calls = 0;
  return {
    [hook]: () => {
      if (calls++ === count) {
        globalThis.dispatchEvent(new Event("interrupt", { cancelable: true }));
      }
    },
  };
}

const ERROR = new Error("a callback's own");

/** A callback that throws where the user's Stop would come. */
function throwAt(
  { hook, count }: { hook: string; count: number },
): FitCallback {
  let calls = 0;
  return {
    [hook]: () => {
      if (calls++ === count) throw ERROR;
    },
  };
}

/** Counts what is called of the last callback. */
function tally(calls: Record<string, number>): FitCallback {
  return Object.fromEntries(
    ["onEpochBegin", "onBatchBegin", "onBatchEnd", "onEpochEnd"].map(
      (hook) => [hook, () => void (calls[hook] = (calls[hook] ?? 0) + 1)],
    ),
  );
}

const x = tf.randomNormal([12, 3], 0, 1, "float32", 3);
const y = tf.randomUniform([12, 1], 0, 2, "int32", 4).toFloat();

async function train(
  optimizer: string,
  variant: string,
  stop?: { hook: string; count: number; throws?: boolean },
): Promise<unknown> {
  setRandomSeed(7);
  const model = makeModel();
  const made = OPTIMIZERS[optimizer](model);
  model.compile({ optimizer: made, loss: "meanSquaredError" });
  const before = tf.memory().numTensors;
  const options = (): FitOptions => ({
    display: false,
    batchSize: 6,
    seed: 5,
    epochs: EPOCHS,
    ...VARIANTS[variant](model),
  });
  let history: TrainingHistory;
  if (stop?.throws) {
    const calls: Record<string, number> = {};
    const given = (own: FitCallback): FitOptions => {
      const all = options();
      const others = [all.callbacks ?? []].flat();
      return { ...all, callbacks: [...others, own, tally(calls)] };
    };
    await rejects(fit(model, x, y, given(throwAt(stop))), ERROR);
    const quiet: FitCallback = { onEpochBegin: () => {} };
    history = await fit(model, x, y, { ...given(quiet), resume: true });
    // Each hook once, as if no callback before it had thrown.
    const epochs = history.epoch.length;
    deepStrictEqual(calls, {
      onEpochBegin: epochs,
      onBatchBegin: epochs * BATCHES,
      onBatchEnd: epochs * BATCHES,
      onEpochEnd: epochs,
    });
  } else if (stop) {
    const first = options();
    history = await fit(model, x, y, {
      ...first,
      callbacks: [...[first.callbacks ?? []].flat(), stopAt(stop)],
    });
    strictEqual(history.stopped?.reason, "interrupted");
    history = await fit(model, x, y, { ...options(), resume: true });
  } else history = await fit(model, x, y, options());

  const result = {
    weights: listWeights(model).map(({ path, name, role, variable }) => [
      path,
      name,
      role,
      variable.read().dataSync().join(),
    ]),
    history: history.history,
    epoch: history.epoch,
    stopped: history.stopped,
    bestEpoch: history.bestEpoch,
    leaked: history.leakedTensors,
    draws: (model.getLayer("drop") as ReturnType<typeof dropout>).seedStream
      .step,
  };
  ok(tf.memory().numTensors >= before);
  model.dispose();
  made.dispose();
  return result;
}

const whole = new Map<string, unknown>();

async function compare(
  optimizer: string,
  variant: string,
  stop: { hook: string; count: number; throws?: boolean },
): Promise<void> {
  const key = `${optimizer}/${variant}`;
  if (!whole.has(key)) whole.set(key, await train(optimizer, variant));
  deepStrictEqual(
    await train(optimizer, variant, stop),
    whole.get(key),
    `${key}, stopped in ${stop.hook} ${stop.count}`,
  );
}

for (const [index, variant] of Object.keys(VARIANTS).entries()) {
  Deno.test(`fit() with ${variant} stopped anywhere and resumed is as if it had not been`, async () => {
    // All places with one optimizer, one place with each other.
    const last = variant.endsWith("that ends") ? "onEpochEnd" : "";
    for (const stop of STOPS) {
      // It ends by itself in its last epoch, whatever the user does then.
      if (stop.hook === last && stop.count === EPOCHS - 1) continue;
      await compare("adam", variant, stop);
    }
    for (const [other, optimizer] of Object.keys(OPTIMIZERS).entries()) {
      const isScheduled = optimizer.includes("schedule");
      if (isScheduled && /Lr|learningRate/.test(variant)) continue;
      const stop = STOPS[(index + 5 * other) % (STOPS.length - 1)];
      await compare(optimizer, variant, stop);
    }
  });
}

for (const variant of Object.keys(VARIANTS)) {
  Deno.test(`fit() with ${variant} whose callback throws anywhere goes on as if it had not`, async () => {
    // Before the first batch there is nothing to go on from.
    const begun = STOPS.filter(({ hook, count }) =>
      hook.endsWith("End") || count > 0
    );
    for (const stop of begun) {
      await compare("adam", variant, { ...stop, throws: true });
    }
  });
}

Deno.test("fit() stopped goes on also after a resumption that failed at once", async () => {
  const model = makeModel();
  model.compile({ optimizer: "sgd", loss: "meanSquaredError" });
  const options = { display: false as const, epochs: 3, batchSize: 6 };
  const stop = stopAt({ hook: "onEpochBegin", count: 2 });
  await fit(model, x, y, { ...options, callbacks: stop });
  const again = { ...options, resume: true };
  const failing = { onTrainBegin: () => Promise.reject(ERROR) };
  await rejects(fit(model, x, y, { ...again, callbacks: failing }), ERROR);
  const { epoch } = await fit(model, x, y, again);
  deepStrictEqual(epoch, [0, 1, 2]);
  model.dispose();
});

Deno.test("fit() begins anew where the former one failed before its first batch", async () => {
  const model = makeModel();
  model.compile({ optimizer: "sgd", loss: "meanSquaredError" });
  const options = { display: false as const, epochs: 2 };
  const failing = { onBatchBegin: () => Promise.reject(ERROR) };
  await rejects(fit(model, x, y, { ...options, callbacks: failing }), ERROR);
  let resumed: unknown;
  const callbacks: FitCallback = {
    onTrainBegin: (logs) => void (resumed = logs?.resumed),
  };
  await fit(model, x, y, { ...options, callbacks, resume: true });
  strictEqual(resumed, 0);
  model.dispose();
});

Deno.test("fit() resumed after an error of a dataset reads it again", async () => {
  const model = makeModel();
  model.compile({ optimizer: "sgd", loss: "meanSquaredError" });
  let isBroken = true;
  const dataset = tf.data.generator(function* () {
    for (let start = 0; start < 12; start += 4) {
      if (isBroken && start === 8) throw ERROR;
      yield { xs: x.slice(start, 4), ys: y.slice(start, 4) };
    }
  });
  const options = { display: false as const, epochs: 2 };
  await rejects(fit(model, dataset as never, options));
  isBroken = false;
  const batches: number[] = [];
  const callbacks: FitCallback = {
    onBatchEnd: (batch) => void batches.push(batch),
  };
  const { epoch } = await fit(model, dataset as never, {
    ...options,
    callbacks,
    resume: true,
  });
  deepStrictEqual([epoch, batches], [[0, 1], [2, 0, 1, 2]]);
  model.dispose();
});

Deno.test("fit() resumed after an error gives callbacks that are added the batch's values", async () => {
  const model = makeModel();
  model.compile({ optimizer: "sgd", loss: "meanSquaredError" });
  const options = { display: false as const, batchSize: 6 };
  let isBroken = true;
  const failing: FitCallback = {
    onBatchEnd() {
      if (isBroken) throw ERROR;
    },
  };
  await rejects(fit(model, x, y, { ...options, callbacks: failing }), ERROR);
  isBroken = false;
  const losses: unknown[] = [];
  const added: FitCallback = {
    onBatchEnd: (_, logs) => void losses.push(typeof logs?.loss),
  };
  const callbacks = [failing, added];
  await fit(model, x, y, { ...options, callbacks, resume: true });
  deepStrictEqual(losses, ["number", "number"]);
  model.dispose();
});

Deno.test("fit() stopped and not resumed lets go of what it kept with the model", async () => {
  const before = tf.memory().numTensors;
  for (const next of ["dispose", "fit"]) {
    const model = makeModel();
    model.compile({ optimizer: "sgd", loss: "meanSquaredError" });
    const options = {
      display: false as const,
      epochs: 3,
      earlyStopping: { monitor: "loss", patience: 9 },
    };
    await fit(model, x, y, {
      ...options,
      callbacks: stopAt({ hook: "onEpochBegin", count: 2 }),
    });
    if (next === "fit") await fit(model, x, y, { display: false });
    model.dispose();
  }
  strictEqual(tf.memory().numTensors, before);
});

Deno.test("fit() resumed leaves weights alone that were changed since the Stop", async () => {
  const model = makeModel();
  model.compile({ optimizer: tf.train.sgd(0), loss: "meanSquaredError" });
  const options = {
    display: false as const,
    epochs: 3,
    earlyStopping: { monitor: "loss", patience: 9 },
  };
  await fit(model, x, y, {
    ...options,
    callbacks: stopAt({ hook: "onEpochBegin", count: 2 }),
  });
  const head = model.getLayer("head");
  head.setWeights([tf.fill([4, 1], 7), tf.fill([1], 7)]);
  await fit(model, x, y, {
    ...options,
    resume: true,
    earlyStopping: { ...options.earlyStopping, restoreBestWeights: false },
  });
  deepStrictEqual([...head.getWeights()[0].dataSync()], [7, 7, 7, 7]);
  model.dispose();
});
