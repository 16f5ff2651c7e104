/**
 * Where Jupyter looks for kernels, where commands go and where our own data
 * is kept, by the rules of each system.
 *
 * @see https://docs.jupyter.org/en/latest/use/jupyter-directories.html
 *
 * @module
 */

import { posix, win32 } from "node:path";
import { InstallError } from "./install_error.ts";

/** The facts about a machine that its folders follow from. */
export interface Machine {
  os: typeof Deno.build.os;
  env: (name: string) => string | undefined;
}

/** The machine this runs on. */
export const thisMachine: Machine = {
  os: Deno.build.os,
  env: (name) => Deno.env.get(name) || undefined,
};

/** The two folders an installation writes to. */
export interface Locations {
  /** Holds one folder per kernel. */
  kernels: string;
  /** Holds commands. */
  commands: string;
}

/** Folders under a prefix, such as that of a virtual environment. */
export function prefixLocations(prefix: string, machine: Machine): Locations {
  const { join } = paths(machine);
  return {
    kernels: join(prefix, "share", "jupyter", "kernels"),
    commands: join(prefix, machine.os === "windows" ? "Scripts" : "bin"),
  };
}

/** Folders of the user who runs this. */
export function userLocations(machine: Machine): Locations {
  const { join } = paths(machine);
  return {
    kernels: join(jupyterData(machine), "kernels"),
    commands: join(home(machine), ".local", "bin"),
  };
}

/** Where our own data is kept. */
export function thawData(machine: Machine): string {
  return paths(machine).join(dataHome(machine), "thaw");
}

/** Whether the shell finds commands in `folder`. */
export function isOnPath(folder: string, machine: Machine): boolean {
  const { delimiter, relative } = paths(machine);
  const entries = (machine.env("PATH") ?? "").split(delimiter);
  return entries.some((entry) => entry && relative(entry, folder) === "");
}

function jupyterData(machine: Machine): string {
  const { join } = paths(machine);
  const chosen = machine.env("JUPYTER_DATA_DIR");
  if (chosen) return chosen;
  return machine.os === "darwin"
    ? join(home(machine), "Library", "Jupyter")
    : join(dataHome(machine), "jupyter");
}

function dataHome(machine: Machine): string {
  const { join } = paths(machine);
  switch (machine.os) {
    case "darwin":
      return join(home(machine), "Library", "Application Support");
    case "windows":
      return machine.env("APPDATA") ??
        join(home(machine), "AppData", "Roaming");
    default:
      return machine.env("XDG_DATA_HOME") ??
        join(home(machine), ".local", "share");
  }
}

function home(machine: Machine): string {
  const name = machine.os === "windows" ? "USERPROFILE" : "HOME";
  const folder = machine.env(name);
  if (!folder) throw new InstallError(`${name} is not set; use --prefix`);
  return folder;
}

function paths(machine: Machine): typeof posix {
  return machine.os === "windows" ? win32 : posix;
}
