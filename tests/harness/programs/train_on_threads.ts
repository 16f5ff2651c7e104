/**
 * Three steps of the small conv net on WASM; prints the threads it ran on, the
 * report's text and the losses, bit by bit.
 */

import { selectBackend } from "../../../lib/mod.ts";
import { convNet } from "../../bench/training_models.ts";

const report = await selectBackend({
  name: "wasm",
  threads: Number(Deno.args[0]),
});
const { build, data } = convNet("small");
const model = await build();
const { x, y } = data();
const losses: unknown[] = [];
for (let step = 0; step < 3; step++) {
  losses.push(await model.trainOnBatch(x, y));
}
console.log(
  JSON.stringify({ threads: report.threads, text: `${report}`, losses }),
);
