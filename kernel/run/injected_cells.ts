/**
 * Cells that an earlier run put into a notebook: for the parameters it was
 * given, or, by papermill, to say where it failed.
 *
 * @module
 */

import { type Cell, hasTag } from "../notebook/notebook.ts";

/** The tag of cells with parameters, which papermill has as well. */
export const INJECTED = "injected-parameters";

/** papermill's tag of the Markdown that says where a run failed. */
const PAPERMILL_ERROR = "papermill-error-cell-tag";

/** All cells but those with parameters. */
export function withoutInjected(cells: Cell[]): Cell[] {
  return cells.filter((cell) => !hasTag(cell, INJECTED));
}

/** All cells but papermill's about an earlier failure. */
export function withoutErrors(cells: Cell[]): Cell[] {
  return cells.filter((cell) => !hasTag(cell, PAPERMILL_ERROR));
}
