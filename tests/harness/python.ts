/**
 * The Python the integration tests drive real Jupyter clients with.
 *
 * @module
 */

import { join } from "node:path";
import { InstallError } from "../../kernel/install/install_error.ts";
import { pythonEnvironment } from "../../kernel/install/python_environment.ts";

const root = join(import.meta.dirname!, "..", "..");
let made: Promise<string> | undefined;

/**
 * The `python` of the checkout's private environment, made on first use.
 *
 * @returns Its absolute path; `jupyter`, `jupyter-lab` and so on lie beside it.
 */
export function python(): Promise<string> {
  return made ??= pythonEnvironment(
    join(root, ".venv"),
    join(root, "kernel", "install", "requirements.txt"),
    (line) => console.error(line),
  );
}

/** Ends a task in one line where there is no Python for it. */
export async function requirePython(): Promise<void> {
  try {
    await python();
  } catch (error) {
    if (!(error instanceof InstallError)) throw error;
    console.error(error.message);
    Deno.exit(2);
  }
}
