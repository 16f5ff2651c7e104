/**
 * Rows of a matrix times panels of another: a plain product, for rows that are
 * cached.
 *
 * @module
 */

import { define } from "./assemble.ts";
import { type Code, type Local, range, ValueType } from "./code.ts";
import {
  add,
  advance,
  integer,
  isZero,
  loopDown,
  loopWhile,
  multiply,
  notBelow,
  set,
  subtract,
  when,
} from "./instructions.ts";
import { FLOATS } from "./lanes.ts";
import { DEPTH, TALL } from "./left_panel.ts";
import {
  columnOfFour,
  keepNext,
  keptTile,
  PANEL,
  tile,
  type Walk,
  WIDE,
} from "./row_tiles.ts";

/** Rows multiplied at a time. */
export const ROWS = TALL;

const PRODUCT = [
  "x",
  "xStep",
  "y",
  "terms",
  "out",
  "outStep",
  "columns",
  "rows",
] as const;

/**
 * Writes the product of `x[rows][terms]` and of panels `y[panel][terms][8]` to
 * `out[rows][columns]`, where the last panel may have columns too many. Steps are
 * bytes from one row to the next. Terms are added in their order, to zero.
 */
export const multiplyRows = rowProducts("multiplyRows", PRODUCT);

/**
 * The same, added to `start[columns]` and kept within `least` and `most`, the
 * bits of two float32. NaN stays.
 */
export const multiplyRowsOnto = rowProducts("multiplyRowsOnto", [
  ...PRODUCT,
  "start",
  "least",
  "most",
]);

function rowProducts<const Name extends string, const Parameter extends string>(
  name: Name,
  parameters: readonly Parameter[],
) {
  const defined = define(
    name,
    parameters,
    (given: Record<string, Local>, local) => {
      const { x, xStep, y, terms, out, outStep, columns, rows } = given;
      const { start, least, most } = given;
      const [four, one] = FLOATS;
      const [left, panel, to, first] = range(4).map(() => local(ValueType.i32));
      const walk: Walk = {
        ...{ x, xStep, panel, terms, to, outStep },
        done: local(ValueType.i32),
        onto: start && { first, least, most },
        pointers: range(ROWS).map(() => local(ValueType.i32)),
        from: local(ValueType.i32),
        term: local(ValueType.i32),
      };
      const { done } = walk;
      const eachPanel = (body: Code): Code => [
        set(left, columns),
        set(panel, y),
        set(to, out),
        start ? set(first, start) : [],
        loopWhile(notBelow(left, integer(PANEL)), [
          body,
          advance(panel, multiply(terms, integer(4 * PANEL))),
          set(left, subtract(left, integer(PANEL))),
        ]),
      ];
      const kept: Code = loopWhile(
        notBelow(subtract(terms, done), integer(DEPTH)),
        [
          keepNext(walk, local),
          eachPanel(keptTile(four, walk, local)),
          advance(done, integer(DEPTH)),
        ],
      );
      /** Sums of no terms are written, too. */
      const isLeft = add(isZero(done), subtract(terms, done));
      const band = (height: number): Code =>
        loopWhile(notBelow(rows, integer(height)), [
          height === ROWS ? kept : [],
          when(isLeft, eachPanel(tile(four, height, WIDE, walk, local))),
          set(done, integer(0)),
          when(notBelow(left, integer(4)), [
            tile(four, height, 1, walk, local),
            advance(panel, integer(16)),
            set(left, subtract(left, integer(4))),
          ]),
          loopDown(left, [
            height === ROWS
              ? columnOfFour(walk, local)
              : tile(one, height, 1, walk, local),
            advance(panel, integer(4)),
          ]),
          advance(x, multiply(xStep, integer(height))),
          advance(out, multiply(outStep, integer(height))),
          set(rows, subtract(rows, integer(height))),
        ]);
      return [band(ROWS), band(1)];
    },
  );
  return { ...defined, keeps: true };
}
