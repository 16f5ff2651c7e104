/**
 * Which cells of a notebook that was run again show something else.
 *
 * @module
 */

import {
  type CodeCell,
  hasTag,
  isCode,
  type Notebook,
} from "../notebook/notebook.ts";
import type { CellResult, NotebookResult } from "../report/outcome.ts";
import { type Difference, outputDifferences } from "./compare_outputs.ts";
import { marksOf } from "./marks.ts";

/** A cell that ran, as it was saved. */
export interface JudgedCell {
  result: CellResult;
  saved: CodeCell;
  differences: Difference[];
  /** How it is now, if that differs and it did not fail. */
  now: CodeCell | undefined;
}

/**
 * Compares all cells that ran.
 *
 * @param saved The notebook as it is in the file, its code cells in the same
 *   order.
 * @param tolerance For cells that say nothing else.
 */
export function judge(
  { notebook, cells }: NotebookResult,
  saved: Notebook,
  tolerance: number | undefined,
): JudgedCell[] {
  const now = notebook.cells.filter(isCode);
  // A run with parameters has a cell for them, in place of an earlier run's.
  const isOwn = (cell: CodeCell) => !hasTag(cell, "injected-parameters");
  const former = saved.cells.filter(isCode).filter(isOwn);
  const judged: JudgedCell[] = [];
  let at = 0;
  for (const [index, cell] of now.entries()) {
    if (!isOwn(cell)) continue;
    const before = former[at++];
    const result = cells[index];
    if (!before || !result) continue;
    if (result.state !== "passed" && result.state !== "failed") continue;
    const differences = result.state === "failed"
      ? []
      : cellDifferences(before, cell, tolerance);
    judged.push({
      result,
      saved: before,
      differences,
      now: differences.length > 0 ? cell : undefined,
    });
  }
  return judged;
}

function cellDifferences(
  saved: CodeCell,
  now: CodeCell,
  tolerance: number | undefined,
): Difference[] {
  const marks = marksOf(saved);
  if (marks.ignore) return [];
  if (marks.pattern) {
    const text = now.outputs.map((output) =>
      output.output_type === "stream"
        ? output.text
        : "data" in output
        ? `${output.data["text/plain"] ?? ""}`
        : ""
    ).join("\n");
    return marks.pattern.test(text)
      ? []
      : [{ what: `text`, saved: `match ${marks.pattern.source}`, now: text }];
  }
  return outputDifferences(
    saved.outputs,
    now.outputs,
    marks.tolerance ?? tolerance,
  );
}
