/**
 * Tiles of sums of outer products, which stay in registers while terms are added:
 * of 4 by 8 sums, 6 loads for 8 multiplications, and 16 registers are what x86
 * has. Terms are added in their order, one after the other, so blocks of any
 * length give the same bits.
 *
 * @module
 */

import type { NewLocal } from "./assemble.ts";
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
import type { Lanes } from "./lanes.ts";
import { addKept, DEPTH, keepTerms, TALL } from "./left_panel.ts";

/** Vectors of four columns in a whole tile. */
export const WIDE = 2;

/**
 * Terms added per turn of a tile's loop. A turn's branch costs as much time as
 * a term.
 */
const UNROLLED = 4;

/** Where a tile's factors and sums lie: addresses, and steps in bytes. */
export type TileWalk = Record<
  "x" | "xStep" | "yStep" | "count" | "outStep" | "target",
  Code
>;

/** `height` rows of `vectors` sums, from `target` on. */
export function tile(
  lanes: Lanes,
  height: number,
  vectors: number,
  y: Code,
  { x, xStep, yStep, count, outStep, target }: TileWalk,
  local: NewLocal,
): Code {
  const [px, py, p] = range(3).map(() => local(ValueType.i32));
  const sums = sumsOf(lanes, height, vectors, local);
  const right = range(vectors).map(() => local(lanes.type));
  const factor = local(lanes.type);
  const term: Code = [
    right.map((it, v) => set(it, lanes.load(py, 4 * lanes.count * v))),
    sums.map((row, r) => [
      set(factor, lanes.loadSplat(px, 4 * r)),
      row.map((sum, v) => set(sum, lanes.addProduct(sum, factor, right[v]))),
    ]),
    advance(px, xStep),
    advance(py, yStep),
  ];
  return [
    set(px, x),
    set(py, y),
    set(p, count),
    loadSums(sums, lanes, { target, outStep }),
    loopWhile(notBelow(p, integer(UNROLLED)), [
      range(UNROLLED).map(() => term),
      set(p, subtract(p, integer(UNROLLED))),
    ]),
    loopDown(p, term),
    storeSums(sums, lanes, { target, outStep }),
  ];
}

/**
 * Adds the products of `x[count][TALL]`, transposed, and `y[count][columns]` to
 * whole tiles of `out[TALL][columns]`, side by side; columns beyond the last
 * whole tile are left out. `across` is the bytes from a tile's part of `y` to the
 * next one's.
 */
export function wholeTiles(
  lanes: Lanes,
  { x, xStep, y, yStep, count, out, outStep, columns, across }: Record<
    | ("x" | "xStep" | "y" | "yStep" | "count")
    | ("out" | "outStep" | "columns" | "across"),
    Code
  >,
  local: NewLocal,
): Code {
  const [from, right, rest, left] = range(4).map(() => local(ValueType.i32));
  const [target, py] = range(2).map(() => local(ValueType.i32));
  const eachTile = (body: Code): Code => [
    set(target, out),
    set(py, right),
    set(left, columns),
    loopWhile(notBelow(left, integer(4 * WIDE)), [
      body,
      advance(target, integer(16 * WIDE)),
      advance(py, across),
      set(left, subtract(left, integer(4 * WIDE))),
    ]),
  ];
  const walk = { x: from, xStep, yStep, count: rest, outStep, target };
  // Where no tile is whole, nothing would read what is kept.
  const hasWholeTile = notBelow(columns, integer(4 * WIDE));
  return when(hasWholeTile, [
    set(from, x),
    set(right, y),
    set(rest, count),
    loopWhile(notBelow(rest, integer(DEPTH)), [
      keepTerms(from, xStep),
      eachTile(keptTile(lanes, { y: py, yStep, target, outStep }, local)),
      advance(right, multiply(yStep, integer(DEPTH))),
      set(rest, subtract(rest, integer(DEPTH))),
    ]),
    when(rest, eachTile(tile(lanes, TALL, WIDE, py, walk, local))),
  ]);
}

/** Adds the products of what is kept to a whole tile. */
function keptTile(
  lanes: Lanes,
  { y, yStep, ...place }: Record<"y" | "yStep" | "target" | "outStep", Code>,
  local: NewLocal,
): Code {
  const sums = sumsOf(lanes, TALL, WIDE, local);
  const from = local(ValueType.i32);
  return [
    set(from, y),
    loadSums(sums, lanes, place),
    addKept(sums, lanes, { y: from, yStep }, local),
    storeSums(sums, lanes, place),
  ];
}

function sumsOf(
  { type }: Lanes,
  height: number,
  vectors: number,
  local: NewLocal,
): Local[][] {
  return range(height).map(() => range(vectors).map(() => local(type)));
}

/** Where sums lie, and the bytes from one of their rows to the next. */
type Place = Record<"target" | "outStep", Code>;

function loadSums(sums: Local[][], lanes: Lanes, place: Place): Code {
  return sums.map((row, r) =>
    row.map((sum, v) =>
      set(sum, lanes.load(rowOf(place, r), 4 * lanes.count * v))
    )
  );
}

function storeSums(sums: Local[][], lanes: Lanes, place: Place): Code {
  return sums.map((row, r) =>
    row.map((sum, v) => lanes.store(rowOf(place, r), sum, 4 * lanes.count * v))
  );
}

function rowOf({ target, outStep }: Place, row: number): Code {
  return add(target, multiply(outStep, integer(row)));
}
