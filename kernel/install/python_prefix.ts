/**
 * The environment of the Python on PATH.
 *
 * @module
 */

import { InstallError } from "./install_error.ts";

/**
 * Asks `python3` for its `sys.prefix`.
 *
 * @throws {InstallError} If there is no `python3` on PATH.
 */
export async function pythonPrefix(): Promise<string> {
  try {
    const { success, stdout } = await new Deno.Command("python3", {
      args: ["-c", "import sys; print(sys.prefix)"],
    }).output();
    if (success) return new TextDecoder().decode(stdout).trim();
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
  throw new InstallError("--sys-prefix needs a python3 on PATH");
}
