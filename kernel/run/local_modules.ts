/**
 * The files that cells import by their paths.
 *
 * @module
 */

import { dirname, resolve } from "node:path";
import type { CodeCell } from "../notebook/notebook.ts";
import ts from "../system/typescript.js";

/**
 * The texts of modules that cells import by a path, and that those import so;
 * of one that can't be read, an empty text.
 *
 * @param folder The notebook's, from which cells import.
 */
export function localModules(cells: CodeCell[], folder: string): string[] {
  const found = new Map<string, string>();
  const visit = (source: string, base: string) => {
    for (const { fileName } of ts.preProcessFile(source).importedFiles) {
      if (!/^\.{0,2}\//.test(fileName)) continue;
      const path = resolve(base, fileName);
      if (found.has(path)) continue;
      found.set(path, "");
      try {
        const text = Deno.readTextFileSync(path);
        found.set(path, text);
        visit(text, dirname(path));
      } catch {
        // The cell that imports it will say so.
      }
    }
  };
  for (const { source } of cells) visit(source, folder);
  return [...found.values()];
}
