/**
 * Four rows of a matrix times panels of another: a plain product, for rows
 * that are cached.
 *
 * @module
 */

import { define } from "./assemble.ts";
import {
  add,
  addLanes,
  advance,
  integer,
  load,
  loadSplat,
  loopDown,
  multiply,
  multiplyLanes,
  range,
  set,
  splat,
  store,
  ValueType,
} from "./instructions.ts";

/** Rows multiplied at a time. */
export const ROWS = 4;

/** Vectors of four columns in a panel. */
const WIDE = 2;

/** Terms added per turn. */
const UNROLLED = 4;

/**
 * `multiplyRows(x, xStep, y, fours, out, outStep, panels)`: writes the product
 * of `x[4][4 * fours]` and of `panels` panels `y[panel][4 * fours][8]` to
 * `out[4][8 * panels]`. Steps are bytes from one row to the next.
 */
export const multiplyRows = define("multiplyRows", 7, (
  [x, xStep, y, fours, out, outStep, panels],
  local,
) => {
  const sums = range(ROWS).map(() =>
    range(WIDE).map(() => local(ValueType.v128))
  );
  const right = range(WIDE).map(() => local(ValueType.v128));
  const factor = local(ValueType.v128);
  const rows = range(ROWS).map(() => local(ValueType.i32));
  const left = local(ValueType.i32);
  const term = (p: number) => [
    right.map((one, v) => set(one, load(y, 16 * (WIDE * p + v)))),
    sums.map((row, r) => [
      set(factor, loadSplat(rows[r], 4 * p)),
      row.map((sum, v) =>
        set(sum, addLanes(sum, multiplyLanes(factor, right[v])))
      ),
    ]),
  ];
  return loopDown(panels, [
    rows.map((row, r) => set(row, add(x, multiply(xStep, integer(r))))),
    sums.map((row) => row.map((sum) => set(sum, splat(0)))),
    set(left, fours),
    loopDown(left, [
      range(UNROLLED).map(term),
      rows.map((row) => advance(row, integer(4 * UNROLLED))),
      advance(y, integer(16 * WIDE * UNROLLED)),
    ]),
    sums.map((row, r) =>
      row.map((sum, v) =>
        store(add(out, multiply(outStep, integer(r))), sum, 16 * v)
      )
    ),
    advance(out, integer(16 * WIDE)),
  ]);
});
