/**
 * Times the training of the pages' models: a step and an epoch, by kernel,
 * against TensorFlow.js' own cpu backend and against Keras.
 *
 *     deno run -A tests/bench/training.ts [--backend=wasm] [--threads=1]
 *       [--python=PATH] [MODEL ...]
 *
 * Times are the least of several steps after the first, which compiles. The cpu
 * backend gets a part of the batch, as does WASM beside it: whole steps would
 * take minutes. Keras is left out where `--python` (default `python3`) has none.
 */

import { parseArgs } from "node:util";
import * as tf from "@tensorflow/tfjs";
import { type BackendName, selectBackend, Table } from "../../lib/mod.ts";
import { kernelTimes } from "./kernel_times.ts";
import {
  convNet,
  denseNet,
  inceptionNet,
  reviewNet,
  type TrainingModel,
  transformer,
} from "./training_models.ts";

const STEPS = 4;

/** An epoch that would take longer is estimated from a step; milliseconds. */
const LONGEST_EPOCH = 20_000;

/** The models, each with the batch that the cpu backend can be given. */
const MODELS: [model: TrainingModel, cpuBatch: number][] = [
  [convNet("real"), 2],
  [denseNet("real"), 128],
  [reviewNet("real"), 32],
  [inceptionNet("real", true), 0],
  [inceptionNet("real", false), 0],
  [transformer("real"), 0],
];

/** Milliseconds of `train`, the least of `STEPS` after a first. */
async function leastOf(train: () => Promise<unknown>): Promise<number> {
  await train();
  let least = Infinity;
  for (let step = 0; step < STEPS; step++) {
    const start = performance.now();
    await train();
    least = Math.min(least, performance.now() - start);
  }
  return least;
}

interface Trainer {
  step(): Promise<unknown>;
  dispose(): void;
}

/** A model and its batch on the current backend; the loss is read each step. */
async function trainer(
  { build, data, batch }: TrainingModel,
  part = batch,
): Promise<Trainer> {
  const model = await build();
  const whole = data();
  const x = whole.x.slice(0, part);
  const y = whole.y.slice(0, part);
  tf.dispose(whole);
  return {
    step: () => model.trainOnBatch(x, y),
    dispose() {
      tf.dispose([x, y]);
      model.dispose();
    },
  };
}

async function stepTime(
  backend: BackendName,
  model: TrainingModel,
  part: number,
): Promise<number> {
  await selectBackend({ name: backend });
  const { step, dispose } = await trainer(model, part);
  const time = await leastOf(step);
  dispose();
  return time;
}

/** Keras's times by model, or why there are none. */
async function kerasTimes(
  python: string,
  names: string[],
): Promise<{ title: string; steps: Record<string, number> }> {
  const script = new URL("keras_training.py", import.meta.url).pathname;
  try {
    const { success, stdout, stderr } = await new Deno.Command(python, {
      args: [script, ...names],
    }).output();
    const decoder = new TextDecoder();
    if (!success) {
      throw new Error(decoder.decode(stderr).trim().split("\n").at(-1));
    }
    const result = JSON.parse(
      decoder.decode(stdout).trim().split("\n").at(-1)!,
    );
    const { keras, backend, steps } = result;
    return { title: `Keras ${keras} on ${backend}, 1 thread`, steps };
  } catch (thrown) {
    return { title: `no Keras: ${(thrown as Error).message}`, steps: {} };
  }
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    backend: { type: "string", default: "wasm" },
    threads: { type: "string", default: "1" },
    python: { type: "string", default: "python3" },
  },
});
const backend = values.backend as BackendName;
const threads = Number(values.threads);
const chosen = MODELS.filter(([{ name }]) =>
  positionals.length === 0 || positionals.includes(name)
);
console.log(`${await selectBackend({ name: backend, threads })}`);
const keras = await kerasTimes(
  values.python,
  chosen.map(([{ name }]) => name),
);
console.log(keras.title);

const rows: string[][] = [];
const kernels: string[] = [];
const shown = (time: number | undefined) =>
  time === undefined ? "" : time < 100 ? time.toFixed(1) : time.toFixed(0);

for (const [model, cpuBatch] of chosen) {
  await selectBackend({ name: backend });
  const { step, dispose } = await trainer(model);
  const time = await leastOf(step);
  const steps = Math.ceil(model.samples / model.batch);
  let epoch = `about ${shown(time * steps / 1000)} s`;
  if (time * steps < LONGEST_EPOCH) {
    const start = performance.now();
    for (let i = 0; i < steps; i++) await step();
    epoch = `${shown((performance.now() - start) / 1000)} s`;
  }
  if (backend !== "webgpu") {
    const slowest = (await kernelTimes(backend, step)).slice(0, 6);
    kernels.push(
      `${model.name}: ${
        slowest.map(({ name, calls, milliseconds }) =>
          `${name} ${shown(milliseconds)} ms in ${calls}`
        ).join(", ")
      }`,
    );
  }
  dispose();
  let ratio = "";
  if (cpuBatch > 0 && backend !== "cpu") {
    const here = await stepTime(backend, model, cpuBatch);
    const cpu = await stepTime("cpu", model, cpuBatch);
    ratio = `${shown(cpu / here)} (batch ${cpuBatch}: ${shown(here)} ms, cpu ${
      shown(cpu)
    } ms)`;
  }
  const kerasTime = keras.steps[model.name];
  rows.push([
    model.name,
    `${model.batch}`,
    `${shown(time)} ms`,
    epoch,
    ratio,
    kerasTime ? `${shown(kerasTime)} ms` : "",
    kerasTime ? shown(time / kerasTime) : "",
  ]);
  console.error(rows.at(-1)!.join("  "));
}

const columns = [
  "model",
  "batch",
  "step",
  "epoch",
  "times faster than cpu",
  "Keras step",
  "times Keras",
];
console.log(new Table(columns, rows).toText());
for (const line of kernels) console.log(line);
