import type { WasmFunction } from "./assemble.ts";
import type { Formula } from "./elementwise.ts";
import { loopDown } from "./instructions.ts";
import { alongRow, overRows, type RowInputs } from "./over_rows.ts";

/** A formula's loop over rows, whose results are matrices. */
export function evaluateRows(
  formula: Formula,
  inputs: RowInputs,
): WasmFunction {
  return overRows("evaluateRows", formula, inputs, (given, local) => [
    given.numbers,
    loopDown(
      given.height,
      alongRow(
        given,
        local,
        given.results,
        (lanes, computed) =>
          given.results.map((to, i) => lanes.store(to, computed[i])),
      ),
    ),
  ]);
}
