/**
 * Values from the command line into a notebook, as papermill does it: a cell
 * tagged `parameters` holds the defaults, a cell after it overrides them.
 *
 * @module
 */

import {
  type Cell,
  type CodeCell,
  hasTag,
  newCellId,
  type Notebook,
} from "./notebook.ts";
import { BadInputError } from "./run_errors.ts";

const INJECTED = "injected-parameters";

/**
 * Puts a cell with these values after the one tagged `parameters`, in place of
 * the one of an earlier run. Without values, that one goes.
 *
 * @throws {BadInputError} If there are values but no such cell.
 */
export function injectParameters(
  notebook: Notebook,
  parameters: Map<string, unknown>,
): void {
  const cells = notebook.cells.filter((cell) => !hasTag(cell, INJECTED));
  const defaults = cells.findIndex((cell) => hasTag(cell, "parameters"));
  if (parameters.size > 0) {
    if (defaults < 0) {
      throw new BadInputError("no cell is tagged `parameters` to --set after");
    }
    cells.splice(defaults + 1, 0, parameterCell(parameters));
  }
  notebook.cells = cells;
}

function parameterCell(parameters: Map<string, unknown>): Cell {
  const lines = [...parameters].map(([name, value]) =>
    `let ${name} = ${JSON.stringify(value)};`
  );
  const cell: CodeCell = {
    cell_type: "code",
    id: newCellId(),
    metadata: { tags: [INJECTED] },
    source: ["// Set on the command line", ...lines].join("\n"),
    execution_count: null,
    outputs: [],
  };
  return cell;
}
