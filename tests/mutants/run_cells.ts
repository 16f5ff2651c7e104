/**
 * A notebook's cells as one script, run by `deno run`: without a kernel and
 * without drawing, a run takes a third of the time.
 *
 * @module
 */

import { join } from "node:path";
import { isCode, parseNotebook } from "../../kernel/notebook/notebook.ts";
import { FAILED } from "./soft_assert.ts";

/** How a notebook is run. */
export interface RunOptions {
  size: "smoke" | "quick";
  /** What changes its source, all cells in one. */
  change?: (source: string) => string;
}

/** What a run showed. */
export interface CellsRun {
  /** What became of each claim that was judged. */
  verdicts: Map<string, string>;
  /** Whether one of the notebook's own assertions failed. */
  objects: boolean;
  /** Whether it came to its last cell. */
  ends: boolean;
}

/** Longest a notebook may take: a fault may make a loop endless. */
const LIMIT_MS = 1_800_000;

const LAST = "all cells ran";

function scriptOf(text: string, { size, change }: RunOptions): string {
  const cells = parseNotebook(text).cells.filter(isCode);
  const source = cells.map((cell) => cell.source).join("\n;\n")
    .replace(/^(let size\b[^=]*= )"quick"/m, `$1"${size}" as string`)
    .replace('"node:assert/strict"', '"../tests/mutants/soft_assert.ts"')
    // It throws where a verdict is not the expected one; here they are read.
    .replace("await claims.finish(", `console.log("${LAST}");\nvoid (`);
  return change ? change(source) : source;
}

/** Begins the output of each of several scripts. */
const BEGINS = "begins a run";

/**
 * Runs the cells of a notebook in a copy of the checkout.
 *
 * @param place The copy.
 * @param notebook Its name without the ending.
 */
export async function runCells(
  place: string,
  notebook: string,
  options: RunOptions,
): Promise<CellsRun> {
  const [run] = await runCellsOften(place, notebook, [options]);
  return run;
}

/**
 * Runs the cells of a notebook several times in one process, which loads the
 * libraries once.
 */
export async function runCellsOften(
  place: string,
  notebook: string,
  runs: readonly RunOptions[],
): Promise<CellsRun[]> {
  const folder = join(place, "notebooks");
  const text = await Deno.readTextFile(join(folder, `${notebook}.ipynb`));
  const names = runs.map((_, i) => `${notebook}.${i}.script.ts`);
  for (const [i, name] of names.entries()) {
    await Deno.writeTextFile(join(folder, name), scriptOf(text, runs[i]));
  }
  // A script may put another function in place of this one.
  const main = `import * as tf from "@tensorflow/tfjs";
const { shuffle } = tf.util;
for (const name of ${JSON.stringify(names)}) {
  console.log("${BEGINS}");
  await import(\`./\${name}\`).catch((error) => console.log(String(error)));
  Object.assign(tf.util, { shuffle });
}
`;
  await Deno.writeTextFile(join(folder, "main.script.ts"), main);
  const { stdout } = await new Deno.Command(Deno.execPath(), {
    // deno-fmt-ignore
    args: ["run", "-A", "--no-check", "--quiet", "--config", join(place, "deno.json"), "main.script.ts"],
    cwd: folder,
    env: { NO_COLOR: "1" },
    stderr: "null",
    signal: AbortSignal.timeout(LIMIT_MS),
  }).output();
  const printed = new TextDecoder().decode(stdout).split(BEGINS).slice(1);
  return runs.map((_, i) => readRun(printed[i] ?? ""));
}

/** Reads what a script printed. */
function readRun(printed: string): CellsRun {
  const lines = printed.split("\n");
  const verdicts = new Map<string, string>();
  for (const line of lines) {
    const [begin, claim, says] = line.split(" | ");
    if (begin === "verdict") verdicts.set(claim, says);
  }
  return {
    verdicts,
    objects: lines.some((line) => line.startsWith(FAILED)),
    ends: lines.includes(LAST),
  };
}
