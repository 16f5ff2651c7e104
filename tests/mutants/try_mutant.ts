/**
 * One fault, tried: which unit tests fail, and which verdicts flip.
 *
 * @module
 */

import { join } from "node:path";
import type { Mutant } from "./mutants.ts";
import { type CellsRun, runCells } from "./run_cells.ts";
import type { Committed, NotebookName } from "./verdict_ids.ts";

/** Who noticed a fault, or why it could not be tried. */
export interface Outcome {
  /** The fault's name. */
  name: string;
  file: string;
  tests: boolean;
  /** Ids of the verdicts that came out otherwise. */
  flipped: string[];
  /** Ids of those that did not come out at all, since the notebook ended. */
  missing: string[];
  /** Notebooks with a failed assertion, or an error. */
  objecting: NotebookName[];
  /** All that were run. */
  notebooks: NotebookName[];
  problem?: string;
}

/** These train for long; their smoke size judges all but what rests on that. */
const SHORTENED = new Set<NotebookName>([
  "layers_a_dropout_affects",
  "before_or_after_the_dense_layer",
  "which_layers_it_drops",
  "transformer_and_convolutions",
]);

/** A notebook to run, at the size a fault asks for. */
type Run = [notebook: NotebookName, size: "smoke" | "quick"];

/** The smallest size that judges all claims of a notebook. */
export function judgedSize(notebook: NotebookName): "smoke" | "quick" {
  return notebook === "layers_a_dropout_affects" ? "smoke" : "quick";
}

/** What a fault is tried on. */
function runsOf({ notebooks, whole }: Mutant): Run[] {
  return [
    ...notebooks.filter((name) => !whole.includes(name))
      .map((name): Run => [name, SHORTENED.has(name) ? "smoke" : "quick"]),
    ...whole.map((name): Run => [name, judgedSize(name)]),
  ];
}

/** Whether the tests of a part pass. */
async function testsPass(place: string, tests: string[]): Promise<boolean> {
  const files = tests.map((test) => join("tests", "lib", test));
  const { success } = await new Deno.Command(Deno.execPath(), {
    // deno-fmt-ignore
    args: ["test", "-A", "--no-check", "--quiet", "--fail-fast", ...files],
    cwd: place,
    env: { NO_COLOR: "1" },
    stdout: "null",
    stderr: "null",
  }).output();
  return success;
}

/** Runs of the notebooks without a fault, which others are compared with. */
export class Baselines {
  readonly #runs = new Map<string, Promise<CellsRun>>();

  /** @throws {Error} If the notebook fails without a fault. */
  async of(place: string, [notebook, size]: Run): Promise<CellsRun> {
    const key = `${notebook} ${size}`;
    if (!this.#runs.has(key)) {
      this.#runs.set(key, runCells(place, notebook, { size }));
    }
    const run = await this.#runs.get(key)!;
    if (run.objects || !run.ends) {
      throw new Error(`${key} fails without a fault`);
    }
    return run;
  }
}

/** Tries a fault in a copy of the checkout, which is as before afterwards. */
export async function tryMutant(
  place: string,
  mutant: Mutant,
  baselines: Baselines,
  committed: readonly Committed[],
): Promise<Outcome> {
  const { name, file, find } = mutant;
  const path = join(place, "lib", file);
  const text = await Deno.readTextFile(path);
  // deno-fmt-ignore
  const outcome: Outcome = {
    name, file, tests: false, flipped: [], missing: [], objecting: [], notebooks: [],
  };
  const times = text.split(find).length - 1;
  if (times !== 1) {
    return { ...outcome, problem: `its text stands there ${times} times` };
  }
  const runs = runsOf(mutant);
  const before = [];
  for (const run of runs) before.push(await baselines.of(place, run));
  try {
    await Deno.writeTextFile(path, text.replace(find, () => mutant.replace));
    outcome.tests = !await testsPass(place, mutant.tests);
    for (const [i, [notebook, size]] of runs.entries()) {
      const after = await runCells(place, notebook, { size });
      compare(before[i], after, notebook, committed, outcome);
    }
    return outcome;
  } finally {
    await Deno.writeTextFile(path, text);
  }
}

function compare(
  before: CellsRun,
  after: CellsRun,
  notebook: NotebookName,
  committed: readonly Committed[],
  outcome: Outcome,
): void {
  outcome.notebooks.push(notebook);
  if (after.objects || !after.ends) outcome.objecting.push(notebook);
  for (const { id, claim, notebook: own } of committed) {
    if (own !== notebook || !before.verdicts.has(claim)) continue;
    const says = after.verdicts.get(claim);
    if (says === undefined) outcome.missing.push(id);
    else if (says !== before.verdicts.get(claim)) outcome.flipped.push(id);
  }
}
