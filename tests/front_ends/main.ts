/**
 * Thaw's kernel in front ends beside JupyterLab, by the real programs:
 * `deno task front-ends`. Some minutes, and 500 MB of Python packages once, so
 * it is no part of the tests that run at each change.
 *
 * @module
 */

import { join } from "node:path";
import { JupyterHome } from "../harness/jupyter_home.ts";
import { launchBrowser } from "../harness/launch_browser.ts";
import { python } from "../harness/python.ts";
import { useNotebookPages } from "./notebook_pages.ts";

const here = import.meta.dirname!;
const environment = join(here, "..", "..", "out", "front_ends");
const program = join(environment, "bin", "python");

/** Programs without a browser, each a script of its own. */
const SCRIPTS = ["console.py", "qt_console.py", "server_side.py"];

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

await run(await python(), ["-m", "venv", environment]);
await run(program, [
  "-m",
  "pip",
  "install",
  "--quiet",
  "--requirement",
  join(here, "requirements.txt"),
]);
for (const script of SCRIPTS) {
  console.log(script);
  await using home = await JupyterHome.make("--widgets");
  const { env, folder } = home;
  await run(program, [join(here, script)], { env, cwd: folder });
}
const browser = await launchBrowser();
try {
  await useNotebookPages(program, browser);
} finally {
  await browser.close();
}
