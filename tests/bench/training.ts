/**
 * Times the training of the pages' models: a step and an epoch, by kernel,
 * against TensorFlow.js' own cpu backend and against Keras.
 *
 *     deno run -A tests/bench/training.ts [--backend=wasm] [--threads=1]
 *       [--precise] [--python=PATH] [MODEL ...]
 *
 * Times are the least of several steps after the first, which compiles, but for
 * a first that takes long. On one thread they are the processor's own, which
 * other programs change little; on several, and for an epoch, a clock's. The cpu
 * backend gets a part of the batch, and the smallest images where it convolves
 * for long, as does WASM beside it: whole steps would take hours. Keras is left
 * out where `--python` (default `python3`) has none.
 */

import process from "node:process";
import { parseArgs } from "node:util";
import * as tf from "@tensorflow/tfjs";
import { type BackendName, selectBackend, Table } from "../../lib/mod.ts";
import { requireKnown } from "../../lib/options/known_value.ts";
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

/**
 * Short steps are timed for so long: the first hundreds of a training run code
 * that is still being compiled, which counts as the processor's time, too.
 */
const SHORTEST_MS = 1_000;

/** A first step that took longer is the only one; milliseconds. */
const LONGEST_STEP = 60_000;

/** An epoch that would take longer is estimated from a step; milliseconds. */
const LONGEST_EPOCH = 20_000;

/** The models, each with what the cpu backend can be given of it. */
const MODELS: [model: TrainingModel, part: Part][] = [
  part(convNet("real"), 2),
  part(denseNet("real"), 128),
  part(reviewNet("real"), 32),
  part(inceptionNet("real", true), 1, inceptionNet("small", true)),
  part(inceptionNet("real", false), 1, inceptionNet("small", false)),
  part(transformer("real"), 1),
];

/** A model, or one like it of a smaller size, and so many of its samples. */
interface Part {
  model: TrainingModel;
  batch: number;
}

function part(
  model: TrainingModel,
  batch: number,
  smaller = model,
): [TrainingModel, Part] {
  return [model, { model: smaller, batch }];
}

/** Milliseconds of `train`, the least of `STEPS` after a first. */
async function leastOf(train: () => Promise<unknown>): Promise<number> {
  const timed = async () => {
    const start = now();
    await train();
    return now() - start;
  };
  const first = await timed();
  if (first > LONGEST_STEP) return first;
  let least = Infinity;
  let spent = 0;
  for (let step = 0; step < STEPS || spent < SHORTEST_MS; step++) {
    const time = await timed();
    least = Math.min(least, time);
    spent += time;
  }
  return least;
}

/** Milliseconds that this process has computed, or that have passed. */
function now(): number {
  if (threads > 1 || backend === "webgpu") return performance.now();
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

interface Trainer {
  /** Sizes of a sample. */
  shape: number[];
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
    shape: x.shape.slice(1),
    step: () => model.trainOnBatch(x, y),
    dispose() {
      tf.dispose([x, y]);
      model.dispose();
    },
  };
}

/** How many times faster a backend is than cpu, and on what. */
async function besideCpu(
  backend: BackendName,
  { model, batch }: Part,
): Promise<string> {
  const times: number[] = [];
  let sizes = "";
  for (const name of [backend, "cpu"] as const) {
    await selectBackend({ name });
    const { step, shape, dispose } = await trainer(model, batch);
    sizes = shape.join("x");
    times.push(await leastOf(step));
    dispose();
  }
  const [here, cpu] = times;
  return `${shown(cpu / here)} (${batch} of ${sizes}: ${shown(here)} ms, cpu ${
    shown(cpu)
  } ms)`;
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
    precise: { type: "boolean", default: false },
    python: { type: "string", default: "python3" },
  },
});
const backend = values.backend as BackendName;
const threads = Number(values.threads);
const names = MODELS.map(([{ name }]) => name);
for (const name of positionals) requireKnown("The model", name, names);
const chosen = MODELS.filter(([{ name }]) =>
  positionals.length === 0 || positionals.includes(name)
);
console.log(
  `${await selectBackend({ name: backend, threads, precise: values.precise })}`,
);
const keras = await kerasTimes(
  values.python,
  chosen.map(([{ name }]) => name),
);
console.log(keras.title);

const rows: string[][] = [];
const kernels: string[] = [];
const shown = (time: number | undefined) =>
  time === undefined ? "" : time < 100 ? time.toFixed(1) : time.toFixed(0);

for (const [model, part] of chosen) {
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
  const ratio = backend === "cpu" ? "" : await besideCpu(backend, part);
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
