/**
 * The task `verify`: the bundled notebooks whole, under `thaw run`, under
 * `deno jupyter` and by `jupyter nbconvert --execute`. Whoever runs them, they
 * must end without an error, and with all the verdicts that are in the file.
 *
 * @module
 */

import { basename, join } from "node:path";
import { isFile } from "../../kernel/config/is_file.ts";
import { parseNotebook } from "../../kernel/notebook/notebook.ts";
import { collectVerdicts } from "../../kernel/report/verdicts.ts";
import { addDenoKernel } from "../harness/add_deno_kernel.ts";
import { JupyterHome } from "../harness/jupyter_home.ts";
import { python, requirePython } from "../harness/python.ts";

const HELP = `Runs notebooks whole, and compares their verdicts with the file's.

  deno task verify [NOTEBOOK ...]

Each under thaw run, under deno jupyter and by nbconvert; without a name, all
bundled ones. Needs Python 3.10 or newer.`;

const root = join(import.meta.dirname!, "..", "..");

type Command = [program: string, ...args: string[]];

/** How each runs a notebook into a folder. */
const RUNNERS: [
  title: string,
  command: (notebook: string, folder: string) => Promise<Command>,
][] = [
  ["thaw run", (notebook, out) => thawRun("--out", out, notebook)],
  [
    "deno jupyter",
    (notebook, out) => thawRun("--kernel", "deno", "--out", out, notebook),
  ],
  ["nbconvert", async (notebook, out) => [
    await python(),
    // deno-fmt-ignore
    ...["-m", "nbconvert", "--execute", "--to", "notebook", "--output-dir", out, notebook],
  ]],
];

function thawRun(...args: string[]): Promise<Command> {
  const thaw = join(root, "kernel", "thaw.ts");
  return Promise.resolve([Deno.execPath(), "run", "-A", thaw, "run", ...args]);
}

function verdicts(path: string): string[] {
  return collectVerdicts(parseNotebook(Deno.readTextFileSync(path)))
    .map((verdict) => JSON.stringify(verdict));
}

/** @returns What is wrong, or nothing. */
async function check(
  [program, ...args]: Command,
  notebook: string,
  executed: string,
): Promise<string | undefined> {
  const { success, stderr } = await new Deno.Command(program, {
    args,
    cwd: root,
    env: home.env,
  }).output();
  if (!success) return `failed\n${new TextDecoder().decode(stderr)}`;
  const expected = verdicts(notebook);
  const found = verdicts(executed);
  const lost = expected.filter((verdict) => !found.includes(verdict));
  if (lost.length === 0) return;
  return `lacks ${lost.length} of ${expected.length} verdicts\n` +
    lost.join("\n");
}

if (Deno.args.includes("--help")) {
  console.log(HELP);
  Deno.exit(0);
}
const missing = Deno.args.find((path) => !isFile(path));
if (missing !== undefined) {
  console.error(`verify: ${missing}: no such file; see --help`);
  Deno.exit(2);
}
await requirePython();
const notebooks = Deno.args.length > 0
  ? Deno.args.map((path) => Deno.realPathSync(path))
  : [...Deno.readDirSync(join(root, "notebooks"))]
    .filter(({ name }) => name.endsWith(".ipynb"))
    .map(({ name }) => join(root, "notebooks", name)).sort();

await using home = await JupyterHome.make();
await addDenoKernel(home);
for (const notebook of notebooks) {
  const name = basename(notebook);
  for (const [title, command] of RUNNERS) {
    const folder = join(home.folder, "out", title);
    const started = performance.now();
    const wrong = await check(
      await command(notebook, folder),
      notebook,
      join(folder, name),
    );
    const seconds = Math.round((performance.now() - started) / 1000);
    console.log(`${name}, ${title}, ${seconds} s: ${wrong ?? "ok"}`);
    if (wrong) Deno.exitCode = 1;
  }
}
