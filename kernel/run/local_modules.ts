/**
 * The files that cells import by their paths.
 *
 * @module
 */

import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

/** A longer file is data: it takes a while to look through, for nothing. */
const MODULE_BYTES = 16_000_000;

/**
 * The texts of modules that cells import by a path, and that those import so;
 * of one that can't be read, an empty text, and of one that is too long, its
 * length and time.
 *
 * @param sources Of the cells.
 * @param folder The notebook's, from which cells import.
 * @param importsOf What a source imports, as it is written there.
 */
export function localModules(
  sources: string[],
  folder: string,
  importsOf: (source: string) => string[],
): string[] {
  const found = new Map<string, string>();
  const visit = (source: string, base: URL) => {
    for (const name of importsOf(source)) {
      if (!/^(?:\.{0,2}\/|file:)/.test(name)) continue;
      try {
        const path = fileURLToPath(new URL(name, base));
        if (found.has(path)) continue;
        found.set(path, "");
        const text = textOf(path);
        found.set(path, text);
        visit(text, pathToFileURL(path));
      } catch {
        // The cell that imports it will say so.
      }
    }
  };
  const base = pathToFileURL(join(folder, "/"));
  for (const source of sources) visit(source, base);
  return [...found.values()];
}

function textOf(path: string): string {
  const { isFile, size, mtime } = Deno.statSync(path);
  // A pipe or a device may have no end.
  if (!isFile) return "";
  return size > MODULE_BYTES
    ? `${size} ${mtime?.getTime()}`
    : Deno.readTextFileSync(path);
}
