/**
 * Changes that should flip no verdict: other seeds, two threads in place of one,
 * the cpu backend. What flips all the same is a verdict that rests on chance.
 *
 * @module
 */

import { join } from "node:path";
import { isCode, parseNotebook } from "../../kernel/notebook/notebook.ts";
import { collectVerdicts } from "../../kernel/report/verdicts.ts";

/** A change of a notebook's sources. */
export interface Harmless {
  name: string;
  notebook: string;
  change: (source: string) => string;
}

/** Every seed in the sources moved: the run's, and those of repeated trainings. */
function otherSeeds(by: number): (source: string) => string {
  return (source) =>
    source.replace(
      /const (seed|SEED) = (\d+)/,
      (_, name, seed) => `const ${name} = ${Number(seed) + by}`,
    ).replace(
      /\[1, 2(, \d)*\](?=;| :)/g,
      (list) => list.replace(/\d+/g, (seed) => `${Number(seed) + 10 * by}`),
    );
}

const onCpu = (source: string) =>
  source.replace('{ name: "wasm", threads: 1 }', '{ name: "cpu" }');
const twoThreads = (source: string) =>
  source.replace("threads: 1", "threads: 2");

/** How many other seeds each notebook gets; the long ones fewer. */
const SEEDS: Record<string, number> = {
  dropout_in_a_frozen_model: 10,
  dropout_by_hand: 3,
  layers_a_dropout_affects: 2,
  transformer_and_convolutions: 2,
  before_or_after_the_dense_layer: 3,
  which_layers_it_drops: 2,
};

export const HARMLESS: Harmless[] = [
  ...Object.entries(SEEDS).flatMap(([notebook, count]) =>
    Array.from({ length: count }, (_, i) => ({
      name: `seeds moved by ${i + 1}`,
      notebook,
      change: otherSeeds(i + 1),
    }))
  ),
  {
    name: "cpu backend",
    notebook: "dropout_in_a_frozen_model",
    change: onCpu,
  },
  {
    name: "two threads",
    notebook: "dropout_in_a_frozen_model",
    change: twoThreads,
  },
  { name: "two threads", notebook: "dropout_by_hand", change: twoThreads },
];

/** Verdicts of a notebook by claim. */
function verdictsOf(path: string): Map<string, string> {
  const notebook = parseNotebook(Deno.readTextFileSync(path));
  return new Map(collectVerdicts(notebook).map((it) => [it.claim, it.says]));
}

/**
 * Runs a changed notebook in a copy of the checkout.
 *
 * @param place The copy; its notebook is put back afterwards.
 * @param run Runs a notebook below it into its folder `out`.
 * @returns How many verdicts there are, and which flipped.
 */
export async function flipsOf(
  place: string,
  { notebook, change }: Harmless,
  run: (name: string) => Promise<boolean>,
): Promise<{ verdicts: number; flipped: string[] }> {
  const name = `${notebook}.ipynb`;
  const path = join(place, "notebooks", name);
  const text = await Deno.readTextFile(path);
  const before = verdictsOf(path);
  const changed = parseNotebook(text);
  for (const cell of changed.cells.filter(isCode)) {
    cell.source = change(cell.source);
    cell.outputs = [];
  }
  try {
    await Deno.writeTextFile(path, JSON.stringify(changed));
    await run(name);
    const after = verdictsOf(join(place, "out", name));
    const flipped = [...before].filter(([claim, says]) =>
      after.get(claim) !== says
    ).map(([claim, says]) => `${claim}: ${after.get(claim)}, was ${says}`);
    return { verdicts: before.size, flipped };
  } finally {
    await Deno.writeTextFile(path, text);
  }
}
