/**
 * Where what users typed is kept: in Jupyter's data folder, beside the
 * kernels that share it.
 *
 * @module
 */

import {
  jupyterData,
  type Machine,
  pathsOf,
} from "../config/jupyter_folders.ts";

/** The file, or nothing where no home is known. */
export function historyPath(machine: Machine): string | undefined {
  const data = jupyterData(machine);
  return data && pathsOf(machine).join(data, "thaw", "history.sqlite");
}
