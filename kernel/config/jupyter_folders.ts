/**
 * Jupyter's folders, by the rules of each system.
 *
 * @see https://docs.jupyter.org/en/latest/use/jupyter-directories.html
 *
 * @module
 */

import { posix, win32 } from "node:path";

/** The facts about a machine that its folders follow from. */
export interface Machine {
  os: typeof Deno.build.os;
  /** An environment variable; an empty one is none. */
  env: (name: string) => string | undefined;
}

/** The machine this runs on. */
export const thisMachine: Machine = {
  os: Deno.build.os,
  env: (name) => Deno.env.get(name) || undefined,
};

/** How paths are written on this machine. */
export function pathsOf(machine: Machine): typeof posix {
  return machine.os === "windows" ? win32 : posix;
}

/** The user's home; unknown where its variable is not set. */
export function homeFolder(machine: Machine): string | undefined {
  return machine.env(homeVariable(machine)) || undefined;
}

/** The variable that holds the user's home. */
export function homeVariable(machine: Machine): string {
  return machine.os === "windows" ? "USERPROFILE" : "HOME";
}

/** Where programs keep a user's data; unknown without a home. */
export function dataHome(machine: Machine): string | undefined {
  switch (machine.os) {
    case "darwin":
      return inHome(machine, "Library", "Application Support");
    case "windows":
      return machine.env("APPDATA") || inHome(machine, "AppData", "Roaming");
    default:
      return machine.env("XDG_DATA_HOME") ||
        inHome(machine, ".local", "share");
  }
}

/** Jupyter's own data of the user; unknown without a home. */
export function jupyterData(machine: Machine): string | undefined {
  const chosen = machine.env("JUPYTER_DATA_DIR");
  if (chosen) return chosen;
  const { join } = pathsOf(machine);
  if (machine.os === "darwin") return inHome(machine, "Library", "Jupyter");
  if (machine.os === "windows" && !machine.env("APPDATA")) {
    const settings = machine.env("JUPYTER_CONFIG_DIR") ||
      inHome(machine, ".jupyter");
    return settings && join(settings, "data");
  }
  const data = dataHome(machine);
  return data && join(data, "jupyter");
}

/** An environment that holds kernels, such as Python's. */
export interface Environment {
  /** Its folder; kernels lie below in `share/jupyter/kernels`. */
  prefix: string;
  /** Whether it was made for one purpose, as a venv is: then it goes first. */
  isOwn: boolean;
}

/**
 * The folders of kernels, in the order in which Jupyter looks: JUPYTER_PATH,
 * then the user's and those of environments, then the system's.
 */
export function kernelFolders(
  machine: Machine,
  environments: Environment[],
): string[] {
  const { join, delimiter } = pathsOf(machine);
  const share = ({ prefix }: Environment) => join(prefix, "share", "jupyter");
  const own = environments.filter(({ isOwn }) => isOwn).map(share);
  const others = environments.filter(({ isOwn }) => !isOwn).map(share);
  const user = [jupyterData(machine)].filter((folder) => folder !== undefined);
  const system = machine.os === "windows"
    ? [join(machine.env("PROGRAMDATA") ?? "C:\\ProgramData", "jupyter")]
    : ["/usr/local/share/jupyter", "/usr/share/jupyter"];
  const chosen = (machine.env("JUPYTER_PATH") ?? "").split(delimiter)
    .filter(Boolean);
  const folders = isSet(machine.env("JUPYTER_PREFER_ENV_PATH"))
    ? [...chosen, ...own, ...others, ...user, ...system]
    : machine.env("JUPYTER_PREFER_ENV_PATH") !== undefined
    ? [...chosen, ...user, ...own, ...others, ...system]
    : [...chosen, ...own, ...user, ...others, ...system];
  return [...new Set(folders)].map((folder) => join(folder, "kernels"));
}

/** Jupyter's rule for a variable that is a switch. */
function isSet(value: string | undefined): boolean {
  return value !== undefined &&
    !["no", "n", "false", "off", "0", "0.0"].includes(value.toLowerCase());
}

function inHome(machine: Machine, ...parts: string[]): string | undefined {
  const home = homeFolder(machine);
  return home && pathsOf(machine).join(home, ...parts);
}
