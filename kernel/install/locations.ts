/**
 * Where Jupyter looks for kernels, where commands go and where our own data
 * is kept, by the rules of each system.
 *
 * @see https://docs.jupyter.org/en/latest/use/jupyter-directories.html
 *
 * @module
 */

import {
  dataHome,
  homeFolder,
  homeVariable,
  jupyterData,
  type Machine,
  pathsOf,
} from "../config/jupyter_folders.ts";
import { InstallError } from "./install_error.ts";

/** The two folders an installation writes to. */
export interface Locations {
  /** Holds one folder per kernel. */
  kernels: string;
  /** Holds commands. */
  commands: string;
}

/** Folders under a prefix, such as that of a virtual environment. */
export function prefixLocations(prefix: string, machine: Machine): Locations {
  const { join } = pathsOf(machine);
  return {
    kernels: join(prefix, "share", "jupyter", "kernels"),
    commands: join(prefix, machine.os === "windows" ? "Scripts" : "bin"),
  };
}

/** Folders of the user who runs this. */
export function userLocations(machine: Machine): Locations {
  const { join } = pathsOf(machine);
  return {
    kernels: join(known(jupyterData(machine), machine), "kernels"),
    commands: join(known(homeFolder(machine), machine), ".local", "bin"),
  };
}

/** Where our own data is kept. */
export function thawData(machine: Machine): string {
  return pathsOf(machine).join(known(dataHome(machine), machine), "thaw");
}

/** Whether the shell finds commands in `folder`. */
export function isOnPath(folder: string, machine: Machine): boolean {
  const { delimiter, relative } = pathsOf(machine);
  const entries = (machine.env("PATH") ?? "").split(delimiter);
  return entries.some((entry) => entry && relative(entry, folder) === "");
}

function known(folder: string | undefined, machine: Machine): string {
  if (folder) return folder;
  throw new InstallError(`${homeVariable(machine)} is not set; use --prefix`);
}
