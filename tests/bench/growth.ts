/**
 * Measures WASM against its peak, tfjs as shipped and itself at other sizes,
 * and writes `docs/training_speed.md`:
 *
 *     deno task bench --growth
 *
 * On one thread times are the processor's own.
 */

import { join } from "node:path";
import os from "node:os";
import process from "node:process";
import { selectBackend } from "../../lib/backend/select_backend.ts";
import "../../lib/mends/install_mends.ts";
import { SERIES, type Series } from "./growth_series.ts";
import { peakGigaflops } from "./peak.ts";
import { runScript, shown, UNLOCKED } from "./run_script.ts";
import { stepsTable } from "./steps_table.ts";

const ROOT = join(import.meta.dirname!, "../..");
const PAGE = join(ROOT, "docs/training_speed.md");

type Times = Record<string, number>;

const STEPS = 6;

/** Multiplications and additions of a row of `products.ts`. */
const OPERATIONS: [row: RegExp, operations: number][] = [
  [/^256/, 2 * 256 ** 3],
  [/^512/, 2 * 512 ** 3],
  [/^1024/, 2 * 1024 ** 3],
  [/^convolution/, 2 * 16 * 28 ** 2 * 9 * 64 ** 2],
];

async function productsTable(): Promise<string[]> {
  const peak = peakGigaflops();
  const ours = await runScript<Times>("products.ts");
  const shipped = await runScript<Times>("products.ts", ["--shipped"]);
  const jax = await runScript<Times>("jax_products.ts", [], UNLOCKED);
  const rows = Object.entries(ours).map(([name, time]) => {
    const ratioOf = (other: Record<string, number>) =>
      other[name] ? `${shown(other[name] / time)}x it` : "";
    const [, operations] = OPERATIONS.find(([row]) => row.test(name))!;
    const part = operations / (time * 1e6) / peak;
    return `| ${name} | ${shown(time)} ms | ${Math.round(100 * part)} % | ${
      ratioOf(shipped)
    } | ${ratioOf(jax)} |`;
  });
  return [
    `Of ${shown(peak)} GFLOP/s, which sums in registers reach on one core:`,
    "",
    "| product | time | of the peak | tfjs as shipped | jax-js 0.1.25 |",
    "|---|---:|---:|---:|---:|",
    ...rows,
  ];
}

/** The median of some steps after the first, in milliseconds. */
async function stepTime(series: Series, value: number): Promise<number> {
  const { model, x, y } = series.make(value);
  const times: number[] = [];
  for (let step = 0; step <= STEPS; step++) {
    const start = process.cpuUsage();
    await model.trainOnBatch(x, y);
    const { user, system } = process.cpuUsage(start);
    times.push((user + system) / 1000);
  }
  model.dispose();
  x.dispose();
  y.dispose();
  return times.slice(1).sort((a, b) => a - b)[Math.floor(STEPS / 2)];
}

/** The slope of a line through the logarithms: 1 is proportional. */
function slope(values: number[], times: number[]): number {
  const mean = (numbers: number[]) =>
    numbers.reduce((sum, it) => sum + it, 0) / numbers.length;
  const [x, y] = [values, times].map((numbers) => {
    const logs = numbers.map(Math.log);
    return logs.map((it) => it - mean(logs));
  });
  return mean(x.map((it, i) => it * y[i])) / mean(x.map((it) => it * it));
}

async function growthTable(): Promise<string[]> {
  const rows: string[] = [];
  for (const series of SERIES) {
    const times: number[] = [];
    for (const value of series.values) {
      times.push(await stepTime(series, value));
    }
    const points = series.values.map((value, i) =>
      `${value}: ${shown(times[i])}`
    );
    rows.push(
      `| ${series.title} | ${points.join(", ")} | ${
        slope(series.values, times).toFixed(2)
      } |`,
    );
    console.error(rows.at(-1));
  }
  return [
    "| what grows | milliseconds of a step | slope |",
    "|---|---|---:|",
    ...rows,
  ];
}

const page = await Deno.readTextFile(PAGE);
const [head] = page.split("<!-- measured -->");
await selectBackend({ name: "wasm", threads: 1, precise: false });
const load = os.loadavg()[0];
const tables = [
  `Measured by \`deno task bench --growth\`: ${
    os.cpus()[0].model
  }, ${os.cpus().length} cores, a load of ${
    shown(load)
  } from other programs; on one thread, in processor time, with \`precise: false\`; jax-js on its workers, all of them counted.`,
  "",
  ...await productsTable(),
  "",
  "The convolution passes its peak by Winograd's products, which need fewer operations than are counted here.",
  "",
  "The time of a training step at several sizes, and the slope of its logarithm:",
  "",
  ...await growthTable(),
  "",
  "The pages' models on more threads, by a clock, the least of some steps in turn, and beside it how much more as many programs do at once, each on one thread, than one alone: what else the machine does, its memory and its clock leave no more; the memory that the whole process held at most; and the same step by others, with how many times it takes what ours does on the most threads: TensorFlow.js as shipped on one thread, which trains no convolutions on WASM, and jax-js on its workers:",
  "",
  ...await stepsTable(),
];
await Deno.writeTextFile(
  PAGE,
  `${head}<!-- measured -->\n\n${tables.join("\n")}\n`,
);
await new Deno.Command(Deno.execPath(), { args: ["fmt", "--quiet", PAGE] })
  .output();
