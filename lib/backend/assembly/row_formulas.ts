import type { WasmFunction } from "./assemble.ts";
import { ValueType } from "./code.ts";
import type { Formula } from "./elementwise.ts";
import { advance, integer, loopDown, set } from "./instructions.ts";
import { byLanes, FLOATS_IN_LANES } from "./lanes.ts";
import { overRows, type RowInputs } from "./over_rows.ts";
import { loadSplat } from "./vector_instructions.ts";

/** A formula's loop over rows, whose results are matrices. */
export function evaluateRows(
  formula: Formula,
  inputs: RowInputs,
): WasmFunction {
  return overRows("evaluateRows", formula, inputs, (given, local) => {
    const { height, width, matrices, rows, columns, results } = given;
    const left = local(ValueType.i32);
    const pointers = rows.map(() => local(ValueType.i32));
    const ofRow = columns.map(() => local(ValueType.v128));
    return [
      given.numbers,
      loopDown(height, [
        set(left, width),
        pointers.map((pointer, i) => set(pointer, rows[i])),
        ofRow.map((it, i) => set(it, loadSplat(columns[i]))),
        columns.map((column) => advance(column, integer(4))),
        byLanes(
          left,
          FLOATS_IN_LANES,
          [...matrices, ...pointers, ...results],
          (lanes) => {
            const from = [...matrices, ...pointers];
            const { code, computed } = given.compute([
              ...from.map((it) => lanes.load(it)),
              ...ofRow,
            ]);
            return [
              code,
              results.map((to, i) => lanes.store(to, computed[i])),
            ];
          },
        ),
      ]),
    ];
  });
}
