/**
 * Imports of files that are not there, which no cell can run.
 *
 * @module
 */

import { existsSync } from "node:fs";
import { basename, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const PATH = /^(?:\.{1,2}\/|file:)/;

/**
 * Whether an import by its path leads to no file. One whose name stands in the
 * cells once more may be written by them first, so it is not missing.
 *
 * @param folder The notebook's.
 * @param sources The cells up to the one that imports it.
 */
export function isMissing(
  specifier: string,
  folder: string,
  sources: readonly string[],
): boolean {
  if (!PATH.test(specifier)) return false;
  let path;
  try {
    path = fileURLToPath(new URL(specifier, pathToFileURL(join(folder, "_"))));
  } catch {
    // No address of a file; the import says so when it runs.
    return false;
  }
  if (existsSync(path)) return false;
  return sources.join("\n").split(basename(path)).length === 2;
}
