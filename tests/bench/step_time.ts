/**
 * Times a training step of one of the pages' models on so many threads of WASM,
 * by a clock, as a line of JSON: milliseconds, the least of some steps after two,
 * and the megabytes that the process held at most, where Linux says so.
 *
 *     deno run -A tests/bench/step_time.ts THREADS MODEL
 *
 * Without a model it prints the names there are.
 */

import { selectBackend } from "../../lib/mod.ts";
import { requireKnown } from "../../lib/options/known_value.ts";
import {
  convNet,
  denseNet,
  inceptionNet,
  reviewNet,
  transformer,
} from "./training_models.ts";

/** Each model, and how many steps are timed. */
const MODELS = [
  [convNet("real"), 8],
  [denseNet("real"), 40],
  [reviewNet("real"), 20],
  [inceptionNet("real", true), 2],
  [inceptionNet("real", false), 1],
  [transformer("real"), 3],
] as const;

const WARM_UPS = 2;

/** Megabytes that this process has held at most. */
function peakMemory(): number | undefined {
  if (Deno.build.os !== "linux") return;
  const status = Deno.readTextFileSync("/proc/self/status");
  return Number(status.match(/VmHWM:\s*(\d+) kB/)![1]) / 1000;
}

const [threads, wanted] = Deno.args;
const names = MODELS.map(([{ name }]) => name);
if (wanted === undefined) {
  console.log(JSON.stringify(names));
  Deno.exit(0);
}
requireKnown("The model", wanted, names);
const [{ build, data }, steps] = MODELS.find(([{ name }]) => name === wanted)!;
await selectBackend({
  name: "wasm",
  threads: Number(threads),
  precise: false,
});
const model = await build();
const { x, y } = data();
let milliseconds = Infinity;
for (let step = 0; step < WARM_UPS + steps; step++) {
  const start = performance.now();
  await model.trainOnBatch(x, y);
  if (step < WARM_UPS) continue;
  milliseconds = Math.min(milliseconds, performance.now() - start);
}
console.log(JSON.stringify({ milliseconds, megabytes: peakMemory() }));
