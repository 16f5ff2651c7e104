/**
 * Times a training step of the pages' models on so many threads of WASM, by a
 * clock, as a line of JSON: the least of some steps after two.
 *
 *     deno run -A tests/bench/thread_times.ts THREADS
 */

import { selectBackend } from "../../lib/mod.ts";
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
  [transformer("real"), 2],
] as const;

const WARM_UPS = 2;

await selectBackend({
  name: "wasm",
  threads: Number(Deno.args[0]),
  precise: false,
});
const least: Record<string, number> = {};
for (const [{ name, build, data }, steps] of MODELS) {
  const model = await build();
  const { x, y } = data();
  const times: number[] = [];
  for (let step = 0; step < WARM_UPS + steps; step++) {
    const start = performance.now();
    await model.trainOnBatch(x, y);
    times.push(performance.now() - start);
  }
  least[name] = Math.min(...times.slice(WARM_UPS));
  model.dispose();
  x.dispose();
  y.dispose();
}
console.log(JSON.stringify(least));
