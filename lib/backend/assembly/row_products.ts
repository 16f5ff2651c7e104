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
  loopDown,
  loopWhile,
  multiply,
  notBelow,
  set,
  subtract,
  when,
} from "./instructions.ts";
import {
  addLanes,
  load,
  loadLane,
  loadSplat,
  multiplyLanes,
  splat,
  storeLane,
} from "./vector_instructions.ts";
import { FLOATS, type Lanes } from "./lanes.ts";
import { transposed } from "./transpose.ts";

/** Rows multiplied at a time. */
export const ROWS = 4;

/** Values in a row of a panel, and vectors of four. */
export const PANEL = 8;
const WIDE = PANEL / 4;

/** Terms added per turn. */
const UNROLLED = 4;

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
  return define(name, parameters, (given: Record<string, Local>, local) => {
    const { x, xStep, y, terms, out, outStep, columns, rows } = given;
    const { start, least, most } = given;
    const [four, one] = FLOATS;
    const [left, panel, to, first] = range(4).map(() => local(ValueType.i32));
    const walk: Walk = {
      ...{ x, xStep, panel, terms, to, outStep },
      onto: start && { first, least, most },
      pointers: range(ROWS).map(() => local(ValueType.i32)),
      from: local(ValueType.i32),
      term: local(ValueType.i32),
    };
    const column = columnOfFour(walk, local);
    const band = (height: number): Code =>
      loopWhile(notBelow(rows, integer(height)), [
        set(left, columns),
        set(panel, y),
        set(to, out),
        start ? set(first, start) : [],
        loopWhile(notBelow(left, integer(PANEL)), [
          tile(four, height, WIDE, walk, local),
          advance(panel, multiply(terms, integer(4 * PANEL))),
          set(left, subtract(left, integer(PANEL))),
        ]),
        when(notBelow(left, integer(4)), [
          tile(four, height, 1, walk, local),
          advance(panel, integer(16)),
          set(left, subtract(left, integer(4))),
        ]),
        loopDown(left, [
          height === ROWS ? column : tile(one, height, 1, walk, local),
          advance(panel, integer(4)),
        ]),
        advance(x, multiply(xStep, integer(height))),
        advance(out, multiply(outStep, integer(height))),
        set(rows, subtract(rows, integer(height))),
      ]);
    return [band(ROWS), band(1)];
  });
}

/** Where factors and sums lie: addresses, and steps in bytes. */
interface Walk {
  x: Local;
  xStep: Local;
  /** The column of a panel with which the sums begin. */
  panel: Local;
  terms: Local;
  /** Moved past the sums that were written. */
  to: Local;
  outStep: Local;
  onto?: Onto;
  /** Variables of a loop over terms. */
  pointers: Local[];
  from: Local;
  term: Local;
}

/** What sums begin with, moved along with `to`, and their limits. */
interface Onto {
  first: Local;
  least: Local;
  most: Local;
}

function within(lanes: Lanes, sum: Code, { least, most }: Onto): Code {
  const notLess = lanes.greatest(sum, lanes.ofBits(least));
  return lanes.least(notLess, lanes.ofBits(most));
}

/** Moves past so many bytes of a row of sums. */
function advanceSums({ to, onto }: Walk, bytes: number): Code {
  return [
    advance(to, integer(bytes)),
    onto ? advance(onto.first, integer(bytes)) : [],
  ];
}

/** `height` rows of `vectors` sums. */
function tile(
  lanes: Lanes,
  height: number,
  vectors: number,
  walk: Walk,
  local: NewLocal,
): Code {
  const { x, xStep, panel, terms, to, outStep, onto, from, term } = walk;
  const sums = range(height).map(() =>
    range(vectors).map(() => local(lanes.type))
  );
  const right = range(vectors).map(() => local(lanes.type));
  const factor = local(lanes.type);
  const rows = walk.pointers.slice(0, height);
  const at = (v: number) => 4 * lanes.count * v;
  const addTerm = (p: number): Code => [
    right.map((it, v) => set(it, lanes.load(from, 4 * PANEL * p + at(v)))),
    sums.map((row, r) => [
      set(factor, lanes.loadSplat(rows[r], 4 * p)),
      row.map((sum, v) =>
        set(sum, lanes.add(sum, lanes.multiply(factor, right[v])))
      ),
    ]),
  ];
  const turn = (count: number): Code => [
    range(count).map(addTerm),
    rows.map((row) => advance(row, integer(4 * count))),
    advance(from, integer(4 * PANEL * count)),
  ];
  return [
    rows.map((row, r) => set(row, add(x, multiply(xStep, integer(r))))),
    sums.map((row) =>
      row.map((sum, v) =>
        set(sum, onto ? lanes.load(onto.first, at(v)) : lanes.zero)
      )
    ),
    set(from, panel),
    set(term, terms),
    loopWhile(notBelow(term, integer(UNROLLED)), [
      turn(UNROLLED),
      set(term, subtract(term, integer(UNROLLED))),
    ]),
    loopDown(term, turn(1)),
    sums.map((row, r) =>
      row.map((sum, v) =>
        lanes.store(
          add(to, multiply(outStep, integer(r))),
          onto ? within(lanes, sum, onto) : sum,
          at(v),
        )
      )
    ),
    advanceSums(walk, 4 * lanes.count * vectors),
  ];
}

/** One column of four rows, which lie in the lanes. */
function columnOfFour(walk: Walk, local: NewLocal): Code {
  const { x, xStep, panel, terms, to, outStep, onto, from, term } = walk;
  const [sum, factors] = range(2).map(() => local(ValueType.v128));
  const values = range(ROWS).map(() => local(ValueType.v128));
  const turned = range(ROWS).map(() => local(ValueType.v128));
  const addTerm = (factors: Code, p: number): Code =>
    set(
      sum,
      addLanes(sum, multiplyLanes(factors, loadSplat(from, 4 * PANEL * p))),
    );
  return [
    walk.pointers.map((row, r) =>
      set(row, add(x, multiply(xStep, integer(r))))
    ),
    set(sum, onto ? loadSplat(onto.first) : splat(0)),
    set(from, panel),
    set(term, terms),
    loopWhile(notBelow(term, integer(4)), [
      values.map((it, r) => set(it, load(walk.pointers[r]))),
      transposed(values, turned),
      turned.map(addTerm),
      walk.pointers.map((row) => advance(row, integer(16))),
      advance(from, integer(16 * PANEL)),
      set(term, subtract(term, integer(4))),
    ]),
    loopDown(term, [
      walk.pointers.map((row, r) => set(factors, loadLane(row, factors, r))),
      addTerm(factors, 0),
      walk.pointers.map((row) => advance(row, integer(4))),
      advance(from, integer(4 * PANEL)),
    ]),
    onto ? set(sum, within(FLOATS[0], sum, onto)) : [],
    walk.pointers.map((_, r) =>
      storeLane(add(to, multiply(outStep, integer(r))), sum, r)
    ),
    advanceSums(walk, 4),
  ];
}
