/**
 * Rows of a matrix times panels of another: a plain product, for rows that are
 * cached.
 *
 * @module
 */

import { define, type NewLocal } from "./assemble.ts";
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
import { FLOATS, FUSED, type Kind } from "./lanes.ts";
import { DEPTH, TALL } from "./left_panel.ts";
import {
  columnsOfFour,
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
export const multiplyRows = rowProducts("multiplyRows", PRODUCT, FLOATS);
export const multiplyRowsFused = () =>
  rowProducts("multiplyRows", PRODUCT, FUSED);

const PRODUCT_ONTO = [...PRODUCT, "start", "least", "most"] as const;

/**
 * The same, added to `start[columns]` and kept within `least` and `most`, the
 * bits of two float32. NaN stays.
 */
export const multiplyRowsOnto = rowProducts(
  "multiplyRowsOnto",
  PRODUCT_ONTO,
  FLOATS,
);
export const multiplyRowsOntoFused = () =>
  rowProducts("multiplyRowsOnto", PRODUCT_ONTO, FUSED);

function rowProducts<const Name extends string, const Parameter extends string>(
  name: Name,
  parameters: readonly Parameter[],
  kind: Kind,
) {
  const defined = define(name, parameters, (given, local) => [
    band(TALL, given, kind, local),
    band(1, given, kind, local),
  ]);
  return { ...defined, keeps: true };
}

/** As many bands of so many rows as there are left; moves past them. */
function band(
  height: number,
  given: Record<string, Local>,
  [four, one]: Kind,
  local: NewLocal,
): Code {
  const { x, xStep, terms, out, outStep, columns, rows } = given;
  const left = local(ValueType.i32);
  const walk = walkOf(given, local);
  const { panel, done } = walk;
  const perPanel = (body: Code) => eachPanel(given, walk, left, body);
  // Where no panel is whole, nothing would read what is kept.
  const hasWholePanel = notBelow(columns, integer(PANEL));
  /** Sums of no terms are written, too. */
  const isLeft = add(isZero(done), subtract(terms, done));
  return loopWhile(notBelow(rows, integer(height)), [
    height === TALL
      ? when(
        hasWholePanel,
        loopWhile(notBelow(subtract(terms, done), integer(DEPTH)), [
          keepNext(walk, local),
          perPanel(keptTile(four, walk, local)),
          advance(done, integer(DEPTH)),
        ]),
      )
      : [],
    when(isLeft, perPanel(tile(four, height, WIDE, walk, local))),
    set(done, integer(0)),
    when(notBelow(left, integer(4)), [
      tile(four, height, 1, walk, local),
      advance(panel, integer(16)),
      set(left, subtract(left, integer(4))),
    ]),
    height === TALL
      ? [2, 1].map((count) =>
        when(notBelow(left, integer(count)), [
          columnsOfFour(count, four, walk, local),
          advance(panel, integer(4 * count)),
          set(left, subtract(left, integer(count))),
        ])
      )
      : loopDown(left, [
        tile(one, height, 1, walk, local),
        advance(panel, integer(4)),
      ]),
    advance(x, multiply(xStep, integer(height))),
    advance(out, multiply(outStep, integer(height))),
    set(rows, subtract(rows, integer(height))),
  ]);
}

function walkOf(given: Record<string, Local>, local: NewLocal): Walk {
  const { x, xStep, terms, outStep, start, least, most } = given;
  const [panel, to, done, first, from, term] = range(6).map(() =>
    local(ValueType.i32)
  );
  return {
    x,
    xStep,
    panel,
    terms,
    done,
    to,
    outStep,
    from,
    term,
    onto: start && { first, least, most },
    pointers: range(TALL).map(() => local(ValueType.i32)),
  };
}

/** Runs `body` for each whole panel; leaves the columns beside them. */
function eachPanel(
  { y, out, start, columns, terms }: Record<string, Local>,
  { panel, to, onto }: Walk,
  left: Local,
  body: Code,
): Code {
  return [
    set(left, columns),
    set(panel, y),
    set(to, out),
    onto ? set(onto.first, start) : [],
    loopWhile(notBelow(left, integer(PANEL)), [
      body,
      advance(panel, multiply(terms, integer(4 * PANEL))),
      set(left, subtract(left, integer(PANEL))),
    ]),
  ];
}
