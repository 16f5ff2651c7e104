/**
 * Where what users typed is kept: in Jupyter's data folder, beside the
 * kernels that share it.
 *
 * @see https://docs.jupyter.org/en/latest/use/jupyter-directories.html
 * @module
 */

import { posix, win32 } from "node:path";

/** What the folder depends on. */
export interface Surroundings {
  os: typeof Deno.build.os;
  env: (name: string) => string | undefined;
}

/** The file, or nothing where no home is known. */
export function historyPath({ os, env }: Surroundings): string | undefined {
  const { join } = os === "windows" ? win32 : posix;
  const home = env(os === "windows" ? "USERPROFILE" : "HOME");
  const inHome = (...parts: string[]) => home && join(home, ...parts);
  const data = env("JUPYTER_DATA_DIR") || byDefault();
  return data && join(data, "thaw", "history.sqlite");

  function byDefault(): string | undefined {
    if (os === "darwin") return inHome("Library", "Jupyter");
    const shared = os === "windows"
      ? env("APPDATA") || inHome("AppData", "Roaming")
      : env("XDG_DATA_HOME") || inHome(".local", "share");
    return shared && join(shared, "jupyter");
  }
}
