/**
 * Thaw's kernel in front ends beside JupyterLab, by the real programs, and
 * another kernel in `thaw run`: `deno task front-ends`. Some minutes, and 700 MB
 * of Python packages once, so it is no part of the tests that run at each change.
 *
 * @module
 */

import { join } from "node:path";
import { JupyterHome } from "../harness/jupyter_home.ts";
import { launchBrowser } from "../harness/launch_browser.ts";
import { python, requirePython } from "../harness/python.ts";
import { chromiumCommand } from "./chromium_command.ts";
import { useNotebookPages } from "./notebook_pages.ts";
import { runOtherKernels } from "./other_kernels.ts";

const HELP =
  `Uses the kernel in front ends beside JupyterLab, by the real programs.

  deno task front-ends

Notebook 7, nbclassic, jupyter console, qtconsole, nbconvert and execution in
the server; some minutes, and 700 MB of Python packages once, into out/. Needs
Python 3.10 or newer.`;

const here = import.meta.dirname!;
const environment = join(here, "..", "..", "out", "front_ends");
const program = join(environment, "bin", "python");

/** Programs without a browser, each a script of its own. */
const SCRIPTS = ["console.py", "qt_console.py"];

/** Runs cells in the server; while it is installed, Notebook 7's as well. */
const SERVER_SIDE = "jupyter-server-nbmodel";

/** A bundled notebook with tables, pictures and verdicts, to be printed. */
const PRINTED = join(
  here,
  "../../notebooks",
  "which_layers_it_drops.ipynb",
);

/** Runs a command; what it prints is seen. */
async function run(
  command: string,
  args: string[],
  options: Deno.CommandOptions = {},
): Promise<void> {
  const { success } = await new Deno.Command(command, {
    ...options,
    args,
    stdin: "null",
    stderr: "inherit",
    stdout: "inherit",
  }).output();
  if (!success) throw new Error(`${command} ${args.join(" ")} failed`);
}

if (Deno.args.length > 0) {
  const isHelp = ["--help", "-h"].includes(Deno.args[0]);
  if (isHelp) console.log(HELP);
  else {console.error(
      `front-ends takes no arguments, got ${Deno.args.join(" ")}`,
    );}
  Deno.exit(isHelp ? 0 : 2);
}
await requirePython();
await run(await python(), ["-m", "venv", environment]);
await run(program, [
  "-m",
  "pip",
  "install",
  "--quiet",
  "--requirement",
  join(here, "requirements.txt"),
]);
await run(program, ["-m", "pip", "uninstall", "--quiet", "-y", SERVER_SIDE]);
for (const script of SCRIPTS) await runScript(script);
await runScript(
  "nbconvert_pages.py",
  await chromiumCommand(environment),
  PRINTED,
);
console.log("other kernels");
await runOtherKernels(program);
const browser = await launchBrowser();
try {
  await useNotebookPages(program, browser);
} finally {
  await browser.close();
}
const wanted = `${SERVER_SIDE}==0.2.9`;
await run(program, ["-m", "pip", "install", "--quiet", wanted]);
await runScript("server_side.py");

async function runScript(script: string, ...args: string[]): Promise<void> {
  console.log(script);
  await using home = await JupyterHome.make("--widgets");
  const { env, folder } = home;
  await run(program, [join(here, script), ...args], { env, cwd: folder });
}
