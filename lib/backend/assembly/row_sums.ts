/**
 * The sum of all rows of a matrix: the gradient of every bias.
 *
 * @module
 */

import { define } from "./assemble.ts";
import {
  addLanes,
  addScalars,
  advance,
  integer,
  load,
  loadScalar,
  type Local,
  loopDown,
  loopWhile,
  multiply,
  notBelow,
  range,
  set,
  store,
  storeScalar,
  subtract,
  ValueType,
} from "./instructions.ts";

/** Columns summed at once: a cache line. */
const WIDE = 16;

/**
 * `addRows(x, out, rows, columns)`: adds the sum of the rows to `out`.
 *
 * A sum starts at zero and is added to `out` at its end, so a caller that
 * sends many rows in blocks loses fewer bits than one running sum would.
 */
export const addRows = define(
  "addRows",
  4,
  ([x, out, rows, columns], local) => {
    const left = local(ValueType.i32);
    const step = local(ValueType.i32);
    const p = local(ValueType.i32);
    const row = local(ValueType.i32);
    const one = local(ValueType.f32);
    const sums = range(WIDE / 4).map(() => local(ValueType.v128));
    const next = (width: number) => [
      advance(x, integer(4 * width)),
      advance(out, integer(4 * width)),
      set(left, subtract(left, integer(width))),
    ];
    const vectors = (count: number) =>
      loopWhile(notBelow(left, integer(4 * count)), [
        start(p, x, row, rows),
        range(count).map((v) => set(sums[v], load(row, 16 * v))),
        set(p, subtract(p, integer(1))),
        advance(row, step),
        loopDown(p, [
          range(count).map((v) =>
            set(sums[v], addLanes(sums[v], load(row, 16 * v)))
          ),
          advance(row, step),
        ]),
        range(count).map((v) =>
          store(out, addLanes(load(out, 16 * v), sums[v]), 16 * v)
        ),
        next(4 * count),
      ]);
    return [
      set(left, columns),
      set(step, multiply(columns, integer(4))),
      vectors(WIDE / 4),
      vectors(1),
      loopWhile(left, [
        start(p, x, row, rows),
        set(one, loadScalar(row)),
        set(p, subtract(p, integer(1))),
        advance(row, step),
        loopDown(p, [
          set(one, addScalars(one, loadScalar(row))),
          advance(row, step),
        ]),
        storeScalar(out, addScalars(loadScalar(out), one)),
        next(1),
      ]),
    ];
  },
);

function start(p: Local, x: Local, row: Local, rows: Local) {
  return [set(p, rows), set(row, x)];
}
