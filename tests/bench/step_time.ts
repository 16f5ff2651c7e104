/**
 * Takes training steps of one of the pages' models on so many threads of WASM, at
 * each line of its input, and prints the fastest as a line of JSON: milliseconds
 * by a clock, and the megabytes that the process held at most, where Linux says
 * so. Some steps come before.
 *
 *     deno run -A tests/bench/step_time.ts THREADS MODEL
 *
 * Without a model it prints the names there are, and of each how often to ask.
 */

import { createInterface } from "node:readline";
import process from "node:process";
import { selectBackend } from "../../lib/mod.ts";
import { requireKnown } from "../../lib/options/known_value.ts";
import {
  convNet,
  denseNet,
  inceptionNet,
  reviewNet,
  transformer,
} from "./training_models.ts";

/** What is printed of a step. */
export interface StepTime {
  milliseconds: number;
  megabytes?: number;
}

/** Each model, and how often its steps are timed: a minute or so in all. */
const MODELS = [
  [convNet("real"), 40],
  [denseNet("real"), 30],
  [reviewNet("real"), 30],
  [inceptionNet("real", true), 16],
  [inceptionNet("real", false), 16],
  [transformer("real"), 20],
] as const;

const WARM_UPS = 2;

/**
 * Steps are taken for so long at a time. In a training one follows another: a
 * short one alone, after a rest, would wait for its threads to wake.
 */
const TURN_MS = 50;

/** Megabytes that this process has held at most. */
function peakMemory(): number | undefined {
  if (Deno.build.os !== "linux") return;
  const status = Deno.readTextFileSync("/proc/self/status");
  return Number(status.match(/VmHWM:\s*(\d+) kB/)![1]) / 1000;
}

if (import.meta.main) {
  const [threads, wanted] = Deno.args;
  const names = MODELS.map(([{ name }]) => name);
  if (wanted === undefined) {
    const steps = MODELS.map(([{ name }, count]) => [name, count]);
    console.log(JSON.stringify(Object.fromEntries(steps)));
    Deno.exit(0);
  }
  requireKnown("The model", wanted, names);
  const [{ build, data }] = MODELS.find(([{ name }]) => name === wanted)!;
  await selectBackend({
    name: "wasm",
    threads: Number(threads),
    precise: false,
  });
  const model = await build();
  const { x, y } = data();
  const takeTurn = async (): Promise<StepTime> => {
    let milliseconds = Infinity;
    const begin = performance.now();
    for (let now = begin; now - begin < TURN_MS;) {
      const start = now;
      await model.trainOnBatch(x, y);
      now = performance.now();
      milliseconds = Math.min(milliseconds, now - start);
    }
    return { milliseconds, megabytes: peakMemory() };
  };
  for (let i = 1; i < WARM_UPS; i++) await model.trainOnBatch(x, y);
  console.log(JSON.stringify(await takeTurn()));
  for await (const _ of createInterface({ input: process.stdin })) {
    console.log(JSON.stringify(await takeTurn()));
  }
}
