/**
 * Takes training steps of one of the pages' models on so many threads of WASM,
 * one for each line of its input, and prints each as a line of JSON:
 * milliseconds by a clock, and the megabytes that the process held at most, where
 * Linux says so. Two steps come before, of which the last is printed.
 *
 *     deno run -A tests/bench/step_time.ts THREADS MODEL
 *
 * Without a model it prints the names there are, and of each how many steps to
 * take.
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

/** Each model, and how many steps are timed: with more a long one takes minutes. */
const MODELS = [
  [convNet("real"), 40],
  [denseNet("real"), 100],
  [reviewNet("real"), 60],
  [inceptionNet("real", true), 16],
  [inceptionNet("real", false), 10],
  [transformer("real"), 20],
] as const;

const WARM_UPS = 2;

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
  const step = async (): Promise<StepTime> => {
    const start = performance.now();
    await model.trainOnBatch(x, y);
    const milliseconds = performance.now() - start;
    return { milliseconds, megabytes: peakMemory() };
  };
  for (let i = 1; i < WARM_UPS; i++) await step();
  console.log(JSON.stringify(await step()));
  for await (const _ of createInterface({ input: process.stdin })) {
    console.log(JSON.stringify(await step()));
  }
}
