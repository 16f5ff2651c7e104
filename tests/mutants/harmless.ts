/**
 * Changes that should flip no verdict: other seeds, another order of batches,
 * two threads in place of one, the cpu backend, the library behind other
 * functions. What flips all the same is a verdict that rests on chance.
 *
 * @module
 */

import { type CellsRun, runCellsOften } from "./run_cells.ts";
import { judgedSize } from "./try_mutant.ts";
import { type Committed, type NotebookName, NOTEBOOKS } from "./verdict_ids.ts";

/** A change of a notebook's source. */
export interface Harmless {
  name: string;
  notebook: NotebookName;
  change: (source: string) => string;
}

/** What a change did. */
export interface HarmlessOutcome {
  name: string;
  notebook: NotebookName;
  /** How many verdicts were compared. */
  verdicts: number;
  /** Those that came out otherwise, and how. */
  flipped: { id: string; says: string }[];
}

/** Every seed in the source moved: the run's, and those of repeated trainings. */
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

/** Each epoch's batches in another order, and nothing else. */
function otherOrder(by: number): (source: string) => string {
  const again = `const shuffleOnce = tf.util.shuffle;
(tf.util as { shuffle: typeof tf.util.shuffle }).shuffle = (array) => {
  for (let i = 0; i <= ${by}; i++) shuffleOnce(array);
};
`;
  return (source) =>
    source.replace(
      "layer: 1000, step: epoch++",
      `layer: ${1000 + by}, step: epoch++`,
    )
      .replace(/^const (seed|SEED) = /m, (line) => again + line);
}

const onCpu = (source: string) =>
  source.replace('{ name: "wasm", threads: 1 }', '{ name: "cpu" }');
const twoThreads = (source: string) =>
  source.replace("threads: 1", "threads: 2");

/** A stub: each function of the library is called by another that stands for it. */
const throughStub = (source: string) =>
  source.replace(
    'import * as thaw from "thaw";',
    `import * as library from "thaw";
const thaw = Object.fromEntries(Object.entries(library).map(([name, value]) => {
  const isPlain = typeof value === "function" && !/^class\\b/.test(String(value));
  return [name, isPlain ? (...args: never[]) => (value as Function)(...args) : value];
})) as unknown as typeof library;`,
  );

/** How many other seeds and orders each notebook gets; the long ones fewer. */
const COUNTS: Record<NotebookName, [seeds: number, orders: number]> = {
  [NOTEBOOKS.F]: [110, 12],
  [NOTEBOOKS.H]: [16, 4],
  [NOTEBOOKS.T]: [10, 2],
  [NOTEBOOKS.L]: [8, 2],
  [NOTEBOOKS.B]: [9, 2],
  [NOTEBOOKS.W]: [9, 3],
};

/** On the cpu backend the others would take minutes. */
const ON_CPU: readonly string[] = [NOTEBOOKS.F];

function changesOf(notebook: NotebookName): Harmless[] {
  const [seeds, orders] = COUNTS[notebook];
  const named = (
    name: string,
    change: (source: string) => string,
  ): Harmless => ({ name, notebook, change });
  return [
    named("two threads", twoThreads),
    named("through a stub", throughStub),
    ...ON_CPU.includes(notebook) ? [named("cpu backend", onCpu)] : [],
    ...Array.from(
      { length: orders },
      (_, i) => named(`another order of batches, ${i + 1}`, otherOrder(i + 1)),
    ),
    ...Array.from(
      { length: seeds },
      (_, i) => named(`seeds moved by ${i + 1}`, otherSeeds(i + 1)),
    ),
  ];
}

/** Of each notebook in turn, so that a run that is ended has seen them all. */
function inTurn(lists: Harmless[][]): Harmless[] {
  const rest = lists.map((list, i) =>
    list.map((item, at) => {
      return { item, when: (at + 1) / (list.length + 1), i };
    })
  ).flat();
  return rest.sort((a, b) => a.when - b.when || a.i - b.i).map(({ item }) =>
    item
  );
}

export const HARMLESS: Harmless[] = inTurn(
  Object.values(NOTEBOOKS).map(changesOf),
);

/** Changes of one notebook that a process makes one after another. */
const AT_A_TIME = 10;

/** The same of a notebook that takes longer, so that outcomes come in between. */
const FEW_AT_A_TIME = 3;

/** The changes in groups, each for one process. */
export function grouped(changes: readonly Harmless[]): Harmless[][] {
  const groups: Harmless[][] = [];
  const open = new Map<string, Harmless[]>();
  for (const change of changes) {
    const isAlone = change.name === "cpu backend" ||
      change.name === "two threads";
    const group = isAlone ? undefined : open.get(change.notebook);
    const most = change.notebook === NOTEBOOKS.F ? AT_A_TIME : FEW_AT_A_TIME;
    if (group && group.length < most) {
      group.push(change);
      continue;
    }
    const begun = [change];
    groups.push(begun);
    if (!isAlone) open.set(change.notebook, begun);
  }
  return groups;
}

/**
 * Runs a notebook with each of some changes and compares its verdicts with those
 * committed, at the smallest size that judges all claims.
 *
 * @param place A copy of the checkout.
 * @param changes All of one notebook.
 * @throws {Error} If a change changes nothing.
 */
export async function flipsOf(
  place: string,
  changes: readonly Harmless[],
  committed: readonly Committed[],
): Promise<HarmlessOutcome[]> {
  const { notebook } = changes[0];
  const runs = changes.map(({ name, change }) => {
    return {
      size: judgedSize(notebook),
      change: (source: string) => {
        const changed = change(source);
        if (changed !== source) return changed;
        throw new Error(`${notebook}, ${name}: no change`);
      },
    };
  });
  const own = committed.filter((it) => it.notebook === notebook);
  const found = await runCellsOften(place, notebook, runs);
  return changes.map(({ name }, i) => {
    const flipped = flipsIn(found[i], own);
    return { name, notebook, verdicts: own.length, flipped };
  });
}

function flipsIn({ verdicts }: CellsRun, own: readonly Committed[]) {
  return own.flatMap(({ id, claim, says }) => {
    const after = verdicts.get(claim) ?? "not judged";
    return after === says ? [] : [{ id, says: after }];
  });
}
