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
Deno.mkdirSync(join(home.folder, "many"));
for (let index = 0; index < NOTEBOOKS; index++) {
  write(join("many", `${index}.ipynb`), (index) => `${index} + 1`);
}
const many = join(home.folder, "many");

console.log("| whole runs, process to process | wall | processor |");
console.log("|---|---:|---:|");
const titles: [string, Command][] = [
  [`${CELLS} cells, thaw run`, thaw(one)],
  ["the same by nbclient, deno jupyter", await nbclient("deno")],
  ["the same by nbclient, ipykernel", await nbclient("python3")],
];
for (const [title, command] of titles) tell(title, await least(command, TRIES));
const alone = await least(thaw(many), 1);
const pair = await least(thaw(many, "--jobs", "2"), 1);
tell(`${NOTEBOOKS} notebooks`, alone);
tell(
  `with --jobs 2, ${(alone.wall / pair.wall).toFixed(2)} times as fast`,
  pair,
);

/** Writes a notebook of fast cells to the temporary folder. */
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
