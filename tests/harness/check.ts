/**
 * Runs compiled cells in V8: each case is a notebook of its own names, its
 * cells in order and the value of the last.
 *
 * @module
 */

import { strictEqual } from "node:assert/strict";
import { type CellError, CompiledNotebook } from "./compiled_notebook.ts";

/** A notebook's cells, and what the last one gives or throws. */
export type Case = [what: string, cells: string[], expected: unknown];

/** Fails at the first case that gives something else. */
export async function check(cases: Case[]): Promise<void> {
  await using notebook = await CompiledNotebook.start();
  for (const [what, cells, expected] of cases) {
    let result: unknown;
    for (const [index, cell] of cells.entries()) {
      try {
        result = await notebook.run(cell);
      } catch (error) {
        const { message, place } = error as CellError;
        result = `${message} @ ${place}`;
        if (index < cells.length - 1) result = `cell ${index}: ${result}`;
      }
    }
    strictEqual(`${what}: ${result}`, `${what}: ${expected}`);
  }
}
