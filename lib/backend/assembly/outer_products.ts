/**
 * `out += Σₚ xₚ ⊗ yₚ`: the product of a transposed matrix with another.
 *
 * The gradient of every weight is such a sum, over samples in a dense layer
 * and over pixels in a convolution. Rows are read where they lie, any step
 * apart, so neither the transposed matrix nor the patches of an image are ever
 * written down, as they would be for a product of plain matrices.
 *
 * @see Goto, van de Geijn, "Anatomy of High-Performance Matrix
 * Multiplication", ACM TOMS 34 (2008), article 12.
 * @module
 */

import { define } from "./assemble.ts";
import { type Code, range, ValueType } from "./code.ts";
import {
  add,
  advance,
  and,
  integer,
  loopWhile,
  multiply,
  notBelow,
  set,
  subtract,
} from "./instructions.ts";
import { FLOATS, FUSED, INTEGERS, type Kind } from "./lanes.ts";
import { TALL } from "./left_panel.ts";
import { tile, wholeTiles, WIDE } from "./tiles.ts";

/**
 * For each `p < count` adds `x[p][i] * y[p][j]` to `out[i][j]`, for `i < rows`
 * and `j < columns`. Steps are bytes from one `p`, or row of `out`, to the next.
 */
export const addOuterProducts = outerProducts("addOuterProducts", FLOATS);
export const addOuterProductsFused = () =>
  outerProducts("addOuterProducts", FUSED);

/** The same of whole numbers, modulo 2^32. */
export const addIntegerOuterProducts = outerProducts(
  "addIntegerOuterProducts",
  INTEGERS,
);

function outerProducts<const Name extends string>(
  name: Name,
  [four, one]: Kind,
) {
  const defined = define(name, [
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
    const walk = { x, xStep, yStep, count, outStep, target };
    const tiles = [[four, WIDE], [four, 1], [one, 1]] as const;
    const tilesOf = (height: number): Code =>
      tiles.map(([lanes, vectors]) => {
        const across = multiply(subtract(columns, left), integer(4));
        const width = integer(lanes.count * vectors);
        return loopWhile(notBelow(left, width), [
          set(target, add(out, across)),
          tile(lanes, height, vectors, add(y, across), walk, local),
          set(left, subtract(left, width)),
        ]);
      });
    const next = (height: number): Code => [
      advance(x, integer(4 * height)),
      advance(out, multiply(outStep, integer(height))),
      set(i, subtract(i, integer(height))),
    ];
    return [
      set(i, rows),
      loopWhile(notBelow(i, integer(TALL)), [
        wholeTiles(four, {
          x,
          xStep,
          y,
          yStep,
          count,
          out,
          outStep,
          columns,
          across: integer(16 * WIDE),
        }, local),
        set(left, and(columns, integer(4 * WIDE - 1))),
        tilesOf(TALL),
        next(TALL),
      ]),
      loopWhile(i, [set(left, columns), tilesOf(1), next(1)]),
    ];
  });
  return { ...defined, keeps: true };
}
