/**
 * `out += Σₚ xₚ ⊗ yₚ`: the product of a transposed matrix with another.
 *
 * The gradient of every weight is such a sum, over samples in a dense layer
 * and over pixels in a convolution. Rows are read where they lie, any step
 * apart, so neither the transposed matrix nor the patches of an image are ever
 * written down, as they would be for a product of plain matrices.
 *
 * Tiles of 4 by 8 sums stay in registers while `p` runs: 6 loads for 8
 * multiplications, and 16 registers are what x86 has.
 *
 * @see Goto, van de Geijn, "Anatomy of High-Performance Matrix
 * Multiplication", ACM TOMS 34 (2008), article 12.
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
} from "./instructions.ts";
import { FLOATS, INTEGERS, type Kind, type Lanes } from "./lanes.ts";

/** Rows of a tile, and vectors of four columns in it. */
export const TALL = 4;
export const WIDE = 2;

/**
 * Terms added per turn of a tile's loop. A turn's branch costs as much time as
 * a term.
 */
const UNROLLED = 4;

/**
 * For each `p < count` adds `x[p][i] * y[p][j]` to `out[i][j]`, for `i < rows`
 * and `j < columns`. Steps are bytes from one `p`, or row of `out`, to the next.
 */
export const addOuterProducts = outerProducts("addOuterProducts", FLOATS);

/** The same of whole numbers, modulo 2^32. */
export const addIntegerOuterProducts = outerProducts(
  "addIntegerOuterProducts",
  INTEGERS,
);

function outerProducts<const Name extends string>(
  name: Name,
  [four, one]: Kind,
) {
  return define(name, [
    "x",
    "xStep",
    "y",
    "yStep",
    "count",
    "out",
    "outStep",
    "rows",
    "columns",
  ], (
    { x, xStep, y, yStep, count, out, outStep, rows, columns },
    local,
  ) => {
    const [i, left, target] = range(3).map(() => local(ValueType.i32));
    const tiles = [[four, WIDE], [four, 1], [one, 1]] as const;
    const walk = { x, xStep, yStep, count, outStep, target };
    const band = (height: number): Code =>
      loopWhile(notBelow(i, integer(height)), [
        set(left, columns),
        tiles.map(([lanes, vectors]) => {
          const across = multiply(subtract(columns, left), integer(4));
          const width = integer(lanes.count * vectors);
          return loopWhile(notBelow(left, width), [
            set(target, add(out, across)),
            tile(lanes, height, vectors, add(y, across), walk, local),
            set(left, subtract(left, width)),
          ]);
        }),
        advance(x, integer(4 * height)),
        advance(out, multiply(outStep, integer(height))),
        set(i, subtract(i, integer(height))),
      ]);
    return [
      set(i, rows),
      band(TALL),
      band(1),
    ];
  });
}

/** Where a tile's factors and sums lie: addresses, and steps in bytes. */
export type TileWalk = Record<
  "x" | "xStep" | "yStep" | "count" | "outStep" | "target",
  Code
>;

/**
 * `height` rows of `vectors` sums, from `target` on. Terms are added in their
 * order, one after the other, so blocks of any length give the same bits.
 */
export function tile(
  lanes: Lanes,
  height: number,
  vectors: number,
  y: Code,
  { x, xStep, yStep, count, outStep, target }: TileWalk,
  local: NewLocal,
): Code {
  const [px, py, p] = range(3).map(() => local(ValueType.i32));
  const sums = range(height).map(() =>
    range(vectors).map(() => local(lanes.type))
  );
  const right = range(vectors).map(() => local(lanes.type));
  const factor = local(lanes.type);
  const at = (v: number) => 4 * lanes.count * v;
  const address = (row: number) => add(target, multiply(outStep, integer(row)));
  const each = (visit: (sum: Local, row: number, v: number) => Code): Code =>
    sums.map((row, r) => row.map((sum, v) => visit(sum, r, v)));
  const term: Code = [
    right.map((one, v) => set(one, lanes.load(py, at(v)))),
    sums.map((row, r) => [
      set(factor, lanes.loadSplat(px, 4 * r)),
      row.map((sum, v) =>
        set(sum, lanes.add(sum, lanes.multiply(factor, right[v])))
      ),
    ]),
    advance(px, xStep),
    advance(py, yStep),
  ];
  return [
    set(px, x),
    set(py, y),
    set(p, count),
    each((sum, row, v) => set(sum, lanes.load(address(row), at(v)))),
    loopWhile(notBelow(p, integer(UNROLLED)), [
      range(UNROLLED).map(() => term),
      set(p, subtract(p, integer(UNROLLED))),
    ]),
    loopDown(p, term),
    each((sum, row, v) => lanes.store(address(row), sum, at(v))),
  ];
}
