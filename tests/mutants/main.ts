/**
 * The task `mutants`: each deliberate fault in a copy of the library, against
 * the unit tests that should notice it and the verdicts of the notebooks.
 *
 * @module
 */

import { join } from "node:path";
import { flipsOf, HARMLESS } from "./harmless.ts";
import { type Mutant, MUTANTS } from "./mutants.ts";

const HELP = `Puts faults into a copy of the library, one at a time.

  deno task mutants [NAME ...]
  deno task mutants --harmless [NAME ...]

NAME is a part of a fault's name; all without. Notices are counted by unit tests
and by notebooks at smoke size; the table goes to tests/mutants/README.md when
all were run. --harmless changes seeds, threads and backend of the notebooks
instead, which should flip no verdict, and writes tests/mutants/harmless.md.`;

const root = join(import.meta.dirname!, "..", "..");

/** Where the outcomes are kept. */
const TABLE = join(import.meta.dirname!, "README.md");

/** Who noticed, or why it could not be tried. */
interface Outcome {
  mutant: Mutant;
  tests: boolean;
  notebooks: string[];
  problem?: string;
}

/** What the tests and notebooks need, and nothing that is large. */
const PARTS = ["lib", "kernel", "notebooks", "tests", "deno.json", "deno.lock"];

async function copy(from: string, to: string): Promise<void> {
  const { isDirectory } = await Deno.stat(from);
  if (!isDirectory) return await Deno.copyFile(from, to);
  await Deno.mkdir(to, { recursive: true });
  for await (const { name } of Deno.readDir(from)) {
    await copy(join(from, name), join(to, name));
  }
}

async function succeeds(cwd: string, args: string[]): Promise<boolean> {
  const { success } = await new Deno.Command(Deno.execPath(), {
    args,
    cwd,
    env: { NO_COLOR: "1" },
    stdout: "null",
    stderr: "null",
  }).output();
  return success;
}

function testsPass(place: string, tests: string[]): Promise<boolean> {
  const files = tests.map((test) => join("tests", "lib", test));
  // deno-fmt-ignore
  return succeeds(place, ["test", "-A", "--no-check", "--quiet", "--fail-fast", ...files]);
}

function notebookPasses(place: string, name: string): Promise<boolean> {
  const hasSmoke = Deno.readTextFileSync(
    join(place, "notebooks", `${name}.ipynb`),
  ).includes('\\"smoke\\"');
  return runs(place, `${name}.ipynb`, hasSmoke ? ["--set", "size=smoke"] : []);
}

function runs(place: string, name: string, more: string[]): Promise<boolean> {
  return succeeds(place, [
    ...["run", "-A", "kernel/thaw.ts", "run", "--out", "out", ...more],
    join("notebooks", name),
  ]);
}

/** Without a fault everything must pass, or nothing would be shown. */
async function checkSound(place: string, mutants: Mutant[]): Promise<void> {
  const tests = new Set(mutants.flatMap(({ tests }) => tests));
  if (!await testsPass(place, [...tests])) {
    throw new Error("Unit tests fail without a fault");
  }
  for (const name of new Set(mutants.flatMap((it) => it.notebooks))) {
    if (!await notebookPasses(place, name)) {
      throw new Error(`${name} fails without a fault`);
    }
  }
}

async function tryOut(place: string, mutant: Mutant): Promise<Outcome> {
  const path = join(place, "lib", mutant.file);
  const text = await Deno.readTextFile(path);
  const outcome: Outcome = { mutant, tests: false, notebooks: [] };
  const times = text.split(mutant.find).length - 1;
  if (times !== 1) {
    return { ...outcome, problem: `its text stands there ${times} times` };
  }
  try {
    await Deno.writeTextFile(
      path,
      text.replace(mutant.find, () => mutant.replace),
    );
    outcome.tests = !await testsPass(place, mutant.tests);
    for (const name of mutant.notebooks) {
      if (!await notebookPasses(place, name)) outcome.notebooks.push(name);
    }
    return outcome;
  } finally {
    await Deno.writeTextFile(path, text);
  }
}

function report(outcomes: Outcome[]): string {
  const tried = outcomes.filter(({ problem }) => problem === undefined);
  const noticed = tried.filter((it) => it.tests || it.notebooks.length > 0);
  const byNotebooks = tried.filter(({ mutant }) => mutant.notebooks.length > 0);
  const flips = byNotebooks.filter(({ notebooks }) => notebooks.length > 0);
  const rows = outcomes.map(({ mutant, tests, notebooks, problem }) =>
    `| ${mutant.name} | ${mutant.file} | ${
      problem ?? (tests ? "yes" : "no")
    } | ${
      mutant.notebooks.length === 0
        ? "not tried"
        : notebooks.join(", ") || "none"
    } |`
  );
  return `# Faults that were put in on purpose

\`deno task mutants\` puts each of these faults into a copy of the library and runs
the unit tests of that part, and the notebooks that rest on it at smoke size.
A notebook notices if a cell fails or a verdict is not the one its text rests on.

${noticed.length} of ${tried.length} were noticed by tests or notebooks; of the ${byNotebooks.length} that
notebooks were tried on, ${flips.length} by a notebook.

| fault | file below lib/ | unit tests notice | notebooks that notice |
| --- | --- | --- | --- |
${rows.join("\n")}
`;
}

async function main(names: string[]): Promise<void> {
  const chosen = MUTANTS.filter(({ name }) =>
    names.length === 0 || names.some((part) => name.includes(part))
  );
  if (chosen.length === 0) throw new Error(`No fault is named ${names}`);
  const place = await Deno.makeTempDir();
  const outcomes: Outcome[] = [];
  try {
    for (const part of PARTS) await copy(join(root, part), join(place, part));
    await checkSound(place, chosen);
    for (const mutant of chosen) {
      const outcome = await tryOut(place, mutant);
      outcomes.push(outcome);
      const by = [...outcome.tests ? ["tests"] : [], ...outcome.notebooks];
      const said = outcome.problem ?? (by.join(", ") || "NOBODY");
      console.log(
        `${outcomes.length}/${chosen.length}  ${mutant.name}: ${said}`,
      );
      if (outcome.problem || by.length === 0) Deno.exitCode = 1;
      // After each, so that what was found survives if the run is ended.
      if (names.length === 0) await Deno.writeTextFile(TABLE, report(outcomes));
    }
  } finally {
    await Deno.remove(place, { recursive: true });
  }
}

/** What changes that should not matter do to the verdicts. */
async function harmless(names: string[]): Promise<void> {
  const chosen = HARMLESS.filter(({ name, notebook }) =>
    names.length === 0 ||
    names.some((part) => `${notebook}, ${name}`.includes(part))
  );
  const place = await Deno.makeTempDir();
  const rows: string[] = [];
  let [verdicts, flips] = [0, 0];
  try {
    for (const part of PARTS) await copy(join(root, part), join(place, part));
    for (const [i, one] of chosen.entries()) {
      const run = (name: string) => runs(place, name, []);
      const found = await flipsOf(place, one, run);
      verdicts += found.verdicts;
      flips += found.flipped.length;
      const said = found.flipped.join("; ") || "none";
      rows.push(
        `| ${one.notebook} | ${one.name} | ${found.verdicts} | ${said} |`,
      );
      console.log(
        `${i + 1}/${chosen.length}  ${one.notebook}, ${one.name}: ${said}`,
      );
      if (names.length > 0) continue;
      await Deno.writeTextFile(
        join(import.meta.dirname!, "harmless.md"),
        harmlessReport(rows, verdicts, flips),
      );
    }
  } finally {
    await Deno.remove(place, { recursive: true });
  }
}

function harmlessReport(
  rows: string[],
  verdicts: number,
  flips: number,
): string {
  return `# Changes that should flip no verdict

\`deno task mutants --harmless\` changes the notebooks' seeds, threads or backend,
runs them at quick size and compares their verdicts with those committed.

${flips} of ${verdicts} verdicts flipped in ${rows.length} changes.

| notebook | change | verdicts | flipped |
| --- | --- | --: | --- |
${rows.join("\n")}
`;
}

/** The tables as `deno fmt` wants them. */
async function formatTables(): Promise<void> {
  await succeeds(root, ["fmt", "--quiet", import.meta.dirname!]);
}

if (Deno.args.includes("--help")) console.log(HELP);
else if (Deno.args[0] === "--harmless") await harmless(Deno.args.slice(1));
else await main(Deno.args);
if (!Deno.args.includes("--help")) await formatTables();
