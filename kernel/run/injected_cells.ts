/**
 * Cells that a run put into a notebook for the parameters it was given.
 *
 * @module
 */

import { type Cell, hasTag } from "../notebook/notebook.ts";

/** Their tag, which papermill has as well. */
export const INJECTED = "injected-parameters";

/** All cells but those. */
export function withoutInjected(cells: Cell[]): Cell[] {
  return cells.filter((cell) => !hasTag(cell, INJECTED));
}
