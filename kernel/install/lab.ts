/**
 * The task `lab`: JupyterLab from the private Python environment, with this
 * checkout's kernel in it, opened on a tour beside the notebooks.
 *
 * @module
 */

import { join } from "node:path";
import { InstallError } from "./install_error.ts";
import { labextensionsFolder } from "./lab_extension_folder.ts";
import { writeLabSettings } from "./lab_settings.ts";
import { olderDeno } from "../config/older_deno.ts";
import { thisMachine } from "../config/jupyter_folders.ts";
import { SAME_SIGNAL_MS } from "../time/same_signal.ts";
import { prefixLocations, thawData } from "./locations.ts";
import { pythonEnvironment } from "./python_environment.ts";
import { packageIndex, writeFrontEnds } from "./widget_front_ends.ts";

const HELP =
  `Opens the notebooks in JupyterLab, with this checkout's kernel, on a tour of
two minutes.

  deno task lab [options of JupyterLab]

Such as --no-browser, --port=8888, --ip=0.0.0.0. JupyterLab itself goes to .venv
in the checkout on the first call, which needs Python 3.10 or newer.`;

const root = join(import.meta.dirname!, "..", "..");
const environment = join(root, ".venv");

/** Registers the kernel where only this environment's Jupyter finds it. */
async function registerKernel(): Promise<void> {
  const { success, stderr } = await new Deno.Command(Deno.execPath(), {
    // deno-fmt-ignore
    args: ["run", "-A", join(root, "install.ts"), "--prefix", environment],
    stdin: "null",
  }).output();
  if (!success) throw new InstallError(new TextDecoder().decode(stderr).trim());
}

/** Fetches the front ends of widgets; without the network Lab opens all the same. */
async function addWidgets(): Promise<void> {
  try {
    await writeFrontEnds(
      labextensionsFolder(prefixLocations(environment, thisMachine)),
      join(thawData(thisMachine), "wheels"),
      packageIndex(thisMachine),
    );
  } catch (error) {
    if (!(error instanceof InstallError)) throw error;
    console.error(`Widgets will be shown as text: ${error.message}`);
  }
}

/**
 * Runs JupyterLab until it ends.
 *
 * Ctrl-C reaches it as well as us: it shuts its kernels down and exits, and we
 * wait for that. A signal sent to us alone is passed on; a second one, when it
 * hangs, ends it for good.
 *
 * @returns Its exit code.
 */
async function runLab(python: string, args: string[]): Promise<number> {
  const asRoot = Deno.build.os !== "windows" && Deno.uid() === 0;
  const lab = new Deno.Command(python, {
    args: [
      "-m",
      "jupyterlab",
      `--ServerApp.root_dir=${join(root, "notebooks")}`,
      "--LabApp.default_url=/lab/tree/tour/welcome.ipynb",
      // Ctrl-C asks nothing.
      "--ServerApp.answer_yes=True",
      ...(asRoot ? ["--allow-root"] : []),
      ...args,
    ],
  }).spawn();
  let first: number | undefined;
  const end = () => {
    first ??= Date.now();
    const haste = Date.now() - first < SAME_SIGNAL_MS;
    try {
      lab.kill(haste ? "SIGTERM" : "SIGKILL");
    } catch {
      // It has ended meanwhile.
    }
  };
  const signals: Deno.Signal[] = Deno.build.os === "windows"
    ? ["SIGINT", "SIGBREAK"]
    : ["SIGINT", "SIGTERM", "SIGHUP"];
  for (const signal of signals) Deno.addSignalListener(signal, end);
  return (await lab.status).code;
}

// `deno task lab -- --no-browser` is how npm has it.
const args = Deno.args[0] === "--" ? Deno.args.slice(1) : Deno.args;

if (args.includes("--help")) {
  console.log(HELP);
  Deno.exit(0);
}
try {
  const older = olderDeno(Deno.version.deno);
  if (older) throw new InstallError(older);
  const python = await pythonEnvironment(
    environment,
    join(import.meta.dirname!, "requirements.txt"),
    (line) => console.error(line),
  );
  await registerKernel();
  await addWidgets();
  await writeLabSettings(join(environment, "etc", "jupyter"));
  Deno.exit(await runLab(python, args));
} catch (error) {
  if (!(error instanceof InstallError)) throw error;
  console.error(error.message);
  Deno.exit(1);
}
