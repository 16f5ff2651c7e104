/**
 * A matrix and one row, combined row by row: a bias, the moments of a batch. Or
 * a matrix and one column, as in the gradient of softmax.
 *
 * @module
 */

import { define } from "./assemble.ts";
import { type Code, range, ValueType } from "./code.ts";
import { advance, integer, loopDown, set } from "./instructions.ts";
import { byLanes, FLOATS, type Lanes } from "./lanes.ts";

/** A matrix, and the row or column that it is combined with. */
const MATRIX_AND_OTHER = ["x", "by", "out", "rows", "columns"] as const;

/** Writes `x[i][j] + by[j]` to `out[i][j]`; all are dense. */
export const addRow = rowArithmetic("addRow", "add");

/** The same, but `x[i][j] - by[j]`. */
export const subtractRow = rowArithmetic("subtractRow", "subtract");

/** The same, but `x[i][j] * by[j]`. */
export const multiplyByRow = rowArithmetic("multiplyByRow", "multiply");

/** The same as `addRow`, but zero where that is below zero; NaN stays. */
export const addRowAboveZero = rowArithmetic("addRowAboveZero", "add", true);

function rowArithmetic<const Name extends string>(
  name: Name,
  operation: "add" | "subtract" | "multiply",
  isAboveZero = false,
) {
  return define(name, MATRIX_AND_OTHER, (
    { x, by, out, rows, columns },
    local,
  ) => {
    const [left, other] = range(2).map(() => local(ValueType.i32));
    const combined = (lanes: Lanes): Code => {
      const value = lanes[operation](lanes.load(x), lanes.load(other));
      return isAboveZero ? lanes.greatest(value, lanes.zero) : value;
    };
    return loopDown(rows, [
      set(left, columns),
      set(other, by),
      byLanes(
        left,
        FLOATS,
        [x, other, out],
        (lanes) => lanes.store(out, combined(lanes)),
      ),
    ]);
  });
}

/** Writes `x[i][j] - by[i]` to `out[i][j]`; all are dense. */
export const subtractColumn = define("subtractColumn", MATRIX_AND_OTHER, (
  { x, by, out, rows, columns },
  local,
) => {
  const left = local(ValueType.i32);
  return loopDown(rows, [
    set(left, columns),
    byLanes(
      left,
      FLOATS,
      [x, out],
      (lanes) =>
        lanes.store(
          out,
          lanes.subtract(lanes.load(x), lanes.loadSplat(by)),
        ),
    ),
    advance(by, integer(4)),
  ]);
});
