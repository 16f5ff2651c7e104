/**
 * The subpaths that an installed package exports, as read in a folder
 * `node_modules`.
 *
 * @module
 */

import { dirname, join } from "node:path";
import { readText } from "./read_text.ts";

const NAME = /^(?:@[^/]+\/)?[^@./][^/]*(?=\/)/;

/** Where a package lies, and what it exports below its name. */
export interface PackagePaths {
  name: string;
  folder: string;
  /** Undefined if all its files may be imported. */
  exported?: string[];
}

/**
 * @param written An import that has got as far as a slash behind the name.
 * @param folder Of the notebook.
 * @returns Undefined if it is no package, or none that lies there.
 */
export function packagePaths(
  written: string,
  folder: string,
): PackagePaths | undefined {
  const name = NAME.exec(written)?.[0];
  if (name === undefined) return undefined;
  for (let above = folder;; above = dirname(above)) {
    const found = pathsOf(name, join(above, "node_modules", name));
    if (found || above === dirname(above)) return found;
  }
}

/** Undefined if no package lies in the folder. */
export function pathsOf(
  name: string,
  folder: string,
): PackagePaths | undefined {
  const text = manifestText(folder);
  return text === undefined
    ? undefined
    : { name, folder, exported: exportedBy(text) };
}

function manifestText(folder: string): string | undefined {
  try {
    return readText(join(folder, "package.json"));
  } catch {
    // No such file, or not to be read: nothing to offer.
    return undefined;
  }
}

function exportedBy(text: string): string[] | undefined {
  try {
    const { exports } = JSON.parse(text) as { exports?: unknown };
    if (typeof exports === "string") return [];
    if (typeof exports !== "object" || exports === null) return undefined;
    return Object.keys(exports)
      .filter((path) => /^\.\/[^*]+$/.test(path) && path !== "./package.json")
      .map((path) => path.slice(2));
  } catch {
    return [];
  }
}
