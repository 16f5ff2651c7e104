/**
 * The environments whose kernels Jupyter would find here: that of the `jupyter`
 * on PATH, that of the `python3`, and an active one.
 *
 * @module
 */

import {
  type Environment,
  type Machine,
  pathsOf,
  thisMachine,
} from "./jupyter_folders.ts";

/** Environments, the one whose `jupyter` would run first. */
export function environments(machine: Machine = thisMachine): Environment[] {
  const { dirname, join } = pathsOf(machine);
  const prefixes: string[] = [];
  for (const name of ["jupyter", "python3", "python"]) {
    const program = onPath(name, machine);
    if (program === undefined) continue;
    prefixes.push(dirname(dirname(program)));
    // pipx and uv put a link to the command into a folder of commands.
    if (name === "jupyter") prefixes.push(dirname(dirname(real(program))));
  }
  for (const name of ["VIRTUAL_ENV", "CONDA_PREFIX"]) {
    const prefix = machine.env(name);
    if (prefix !== undefined) prefixes.push(prefix);
  }
  return [...new Set(prefixes)].map((prefix) => ({
    prefix,
    isOwn: exists(join(prefix, "pyvenv.cfg")) ||
      exists(join(prefix, "conda-meta")) &&
        (machine.env("CONDA_DEFAULT_ENV") ?? "base") !== "base" &&
        machine.env("CONDA_PREFIX") === prefix,
  }));
}

/** Where PATH has a program. */
function onPath(name: string, machine: Machine): string | undefined {
  const { delimiter, join } = pathsOf(machine);
  const file = machine.os === "windows" ? `${name}.exe` : name;
  return (machine.env("PATH") ?? "").split(delimiter).filter(Boolean)
    .map((folder) => join(folder, file)).find(exists);
}

function exists(path: string): boolean {
  try {
    Deno.statSync(path);
    return true;
  } catch {
    return false;
  }
}

function real(path: string): string {
  try {
    return Deno.realPathSync(path);
  } catch {
    return path;
  }
}
