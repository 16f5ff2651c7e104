/**
 * Going on where an earlier run ended: which cells are done, and whether what
 * they import is as it was.
 *
 * @module
 */

import { createHash } from "node:crypto";
import {
  type CodeCell,
  hasTag,
  isCode,
  isDict,
  type Notebook,
} from "../notebook/notebook.ts";
import ts from "../system/typescript.js";
import { localModules } from "./local_modules.ts";

/**
 * Takes over what an earlier run saved, up to the first code cell that was not
 * saved as done or has changed since.
 *
 * @param folder The notebook's, from which cells import.
 * @returns How many code cells are done.
 */
export function takeOver(
  notebook: Notebook,
  saved: Notebook,
  folder: string,
): number {
  const cells = notebook.cells.filter(isCode);
  const thaw = isDict(saved.metadata.thaw) ? saved.metadata.thaw : {};
  if (thaw.modules !== modulesDigest(cells, folder)) return 0;
  const former = saved.cells.filter(isCode);
  let done = 0;
  while (
    done < cells.length && thaw.unfinished !== done + 1 &&
    isDone(cells[done], former[done])
  ) {
    cells[done].outputs = former[done].outputs;
    cells[done].execution_count = former[done].execution_count;
    done++;
  }
  return done;
}

/** A text that changes when a module changes that cells import by its path. */
export function modulesDigest(
  cells: CodeCell[],
  folder: string,
): string | undefined {
  const sources = cells.map(({ source }) => source);
  const texts = localModules(
    sources,
    folder,
    (source) =>
      ts.preProcessFile(source).importedFiles.map(({ fileName }) => fileName),
  );
  if (texts.length === 0) return undefined;
  return createHash("sha256").update(JSON.stringify(texts))
    .digest("hex").slice(0, 16);
}

function isDone(cell: CodeCell, former: CodeCell | undefined): boolean {
  if (former?.source !== cell.source) return false;
  if (cell.source.trim() === "" || hasTag(cell, "skip-execution")) return true;
  const failed = former.outputs.some(({ output_type }) =>
    output_type === "error"
  );
  return former.execution_count !== null &&
    (!failed || hasTag(cell, "raises-exception"));
}
