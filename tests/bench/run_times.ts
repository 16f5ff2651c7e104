/**
 * Whole runs of notebooks, from the start of the command to its end: `thaw run`
 * beside nbclient, and two notebooks at a time beside one.
 *
 * @module
 */

import { join } from "node:path";
import { addDenoKernel } from "../harness/add_deno_kernel.ts";
import { JupyterHome } from "../harness/jupyter_home.ts";
import { notebook } from "../harness/notebook.ts";
import { python } from "../harness/python.ts";

const ROOT = join(import.meta.dirname!, "..", "..");

/** Each is the least of so many. */
const TRIES = 5;

const CELLS = 20;
const NOTEBOOKS = 20;

/** What a notebook computes that is no mere start of a kernel, in ms. */
const WORK_MS = 2000;

type Command = [program: string, ...args: string[]];

await using home = await JupyterHome.make();
await addDenoKernel(home);
const thaw = (...args: string[]): Command => [
  Deno.execPath(),
  // deno-fmt-ignore
  ...["run", "-A", "--config", join(ROOT, "deno.json"), join(ROOT, "kernel", "thaw.ts")],
  ...["run", "--out", join(home.folder, "out"), ...args],
];
const nbclient = async (kernel: string): Promise<Command> => [
  await python(),
  ...["-m", "jupyter", "execute", `--kernel_name=${kernel}`],
  write(`${kernel}.ipynb`, (index) => `${index} + 1`),
];

const one = write("one.ipynb", (index) => `const v${index} = 1; v${index} + 1`);
const trivial = writeMany("trivial", (index) => `${index} + 1`);
// Counted in processor time, so that two at once take as much each.
const working = writeMany(
  "working",
  () =>
    `const used = () => process.cpuUsage().user + process.cpuUsage().system;
for (const end = used() + ${WORK_MS / CELLS * 1000}; used() < end;);`,
);

console.log("| whole runs, process to process | wall | processor |");
console.log("|---|---:|---:|");
const titles: [string, Command][] = [
  [`${CELLS} cells, thaw run`, thaw(one)],
  ["the same by nbclient, deno jupyter", await nbclient("deno")],
  ["the same by nbclient, ipykernel", await nbclient("python3")],
];
for (const [title, command] of titles) tell(title, await least(command, TRIES));
for (
  const [title, folder] of [
    [`${NOTEBOOKS} notebooks of such cells`, trivial],
    [`${NOTEBOOKS} that compute for ${WORK_MS / 1000} s each`, working],
  ]
) {
  const alone = await least(thaw(folder), 1);
  const pair = await least(thaw(folder, "--jobs", "2"), 1);
  const ratio = (alone.wall / pair.wall).toFixed(2);
  tell(title, alone);
  tell(`with --jobs 2, ${ratio} times as fast`, pair);
}

/** Writes notebooks to a folder of their own. */
function writeMany(name: string, source: (index: number) => string): string {
  const folder = join(home.folder, name);
  Deno.mkdirSync(folder);
  for (let index = 0; index < NOTEBOOKS; index++) {
    write(join(name, `${index}.ipynb`), source);
  }
  return folder;
}

/** Writes a notebook to the temporary folder. */
function write(name: string, source: (index: number) => string): string {
  const path = join(home.folder, name);
  const sources = Array.from({ length: CELLS }, (_none, at) => source(at));
  Deno.writeTextFileSync(path, JSON.stringify(notebook(...sources)));
  return path;
}

/** In seconds. */
interface Times {
  wall: number;
  /** Of the command and all that it started. */
  processor: number;
}

async function least(command: Command, tries: number): Promise<Times> {
  const times: Times[] = [];
  for (let at = 0; at < tries; at++) times.push(await time(command));
  return {
    wall: Math.min(...times.map(({ wall }) => wall)),
    processor: Math.min(...times.map(({ processor }) => processor)),
  };
}

/** bash knows the processor time of what it waited for, which Deno does not. */
async function time(command: Command): Promise<Times> {
  const { success, stderr } = await new Deno.Command("bash", {
    args: ["-c", 'TIMEFORMAT="%R %U %S"; time "$@"', "bash", ...command],
    cwd: home.folder,
    env: home.env,
    stdout: "null",
  }).output();
  const text = new TextDecoder().decode(stderr).trim();
  if (!success) throw new Error(`${command.join(" ")}: ${text}`);
  const [wall, user, system] = text.split("\n").at(-1)!.split(" ").map(Number);
  return { wall, processor: user + system };
}

function tell(title: string, { wall, processor }: Times): void {
  console.log(
    `| ${title} | ${wall.toFixed(2)} s | ${processor.toFixed(2)} s |`,
  );
}
