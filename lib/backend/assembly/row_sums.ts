/**
 * The sum of all rows of a matrix: the gradient of every bias, and of whole
 * numbers.
 *
 * @module
 */

import { define } from "./assemble.ts";
import { range, ValueType } from "./code.ts";
import {
  advance,
  integer,
  loopDown,
  loopWhile,
  multiply,
  notBelow,
  set,
  subtract,
} from "./instructions.ts";
import { FLOATS, INTEGERS, type Kind, type Lanes } from "./lanes.ts";

/** Vectors summed at once: a cache line. */
const VECTORS = 4;

/**
 * Adds the sum of the rows of a dense matrix to `out`.
 *
 * A sum starts at zero and is added to `out` at its end, so a caller that
 * sends many rows in blocks loses fewer bits than one running sum would.
 */
export const addRows = rowSums("addRows", FLOATS);

/** The same of whole numbers, modulo 2^32. */
export const addIntegerRows = rowSums("addIntegerRows", INTEGERS);

function rowSums<const Name extends string>(name: Name, [four, one]: Kind) {
  return define(name, ["x", "out", "rows", "columns"], (
    { x, out, rows, columns },
    local,
  ) => {
    const [left, step, p, row] = range(4).map(() => local(ValueType.i32));
    /** Sums columns as long as there are `count` of these lanes. */
    const across = (lanes: Lanes, count: number) => {
      const sums = range(count).map(() => local(lanes.type));
      const width = count * lanes.count;
      const at = (v: number) => 4 * lanes.count * v;
      return loopWhile(notBelow(left, integer(width)), [
        set(row, x),
        set(p, rows),
        range(count).map((v) => set(sums[v], lanes.load(row, at(v)))),
        set(p, subtract(p, integer(1))),
        advance(row, step),
        loopDown(p, [
          range(count).map((v) =>
            set(sums[v], lanes.add(sums[v], lanes.load(row, at(v))))
          ),
          advance(row, step),
        ]),
        range(count).map((v) =>
          lanes.store(out, lanes.add(lanes.load(out, at(v)), sums[v]), at(v))
        ),
        advance(x, integer(4 * width)),
        advance(out, integer(4 * width)),
        set(left, subtract(left, integer(width))),
      ]);
    };
    return [
      set(left, columns),
      set(step, multiply(columns, integer(4))),
      across(four, VECTORS),
      across(four, 1),
      across(one, 1),
    ];
  });
}
