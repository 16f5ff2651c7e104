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
import {
  add,
  addLanes,
  addScalars,
  advance,
  type Code,
  integer,
  load,
  loadScalar,
  loadSplat,
  type Local,
  loopDown,
  loopWhile,
  multiply,
  multiplyLanes,
  multiplyScalars,
  notBelow,
  range,
  set,
  store,
  storeScalar,
  subtract,
  ValueType,
} from "./instructions.ts";

/** A tile's columns: vectors of four, or one scalar. */
const WIDE = 8;
const VECTOR = 4;

/**
 * `addOuterProducts(x, xStep, y, yStep, count, out, rows, columns)`: for each
 * `p < count` adds `x[p][i] * y[p][j]` to `out[i][j]`, for `i < rows` and
 * `j < columns`. Steps are bytes from one `p` to the next; `out` is dense.
 */
export const addOuterProducts = define("addOuterProducts", 8, (
  [x, xStep, y, yStep, count, out, rows, columns],
  local,
) => {
  const i = local(ValueType.i32);
  const outStep = local(ValueType.i32);
  const walk = { xStep, yStep, count, outStep, ...tileLocals(local) };
  const band = (height: number): Code => [
    loopWhile(notBelow(i, integer(height)), [
      rowOfTiles(height, { x, y, out, columns, walk }),
      advance(x, integer(4 * height)),
      advance(out, multiply(outStep, integer(height))),
      set(i, subtract(i, integer(height))),
    ]),
  ];
  return [
    set(outStep, multiply(columns, integer(4))),
    set(i, rows),
    band(4),
    band(1),
  ];
});

type Walk =
  & { xStep: Local; yStep: Local; count: Local; outStep: Local }
  & ReturnType<typeof tileLocals>;

function tileLocals(local: NewLocal) {
  const many = (count: number, type: ValueType) =>
    Array.from({ length: count }, () => local(type));
  return {
    left: local(ValueType.i32),
    px: local(ValueType.i32),
    py: local(ValueType.i32),
    p: local(ValueType.i32),
    target: local(ValueType.i32),
    sums: many(8, ValueType.v128),
    right: many(2, ValueType.v128),
    factor: local(ValueType.v128),
    scalarSums: many(4, ValueType.f32),
  };
}

function rowOfTiles(
  height: number,
  { x, y, out, columns, walk }: {
    x: Local;
    y: Local;
    out: Local;
    columns: Local;
    walk: Walk;
  },
): Code {
  const { left, py, px, p, target, count } = walk;
  const from = add(y, multiply(subtract(columns, left), integer(4)));
  const across = (width: number): Code =>
    loopWhile(notBelow(left, integer(width)), [
      set(px, x),
      set(py, from),
      set(p, count),
      set(
        target,
        add(out, multiply(subtract(columns, left), integer(4))),
      ),
      width === 1 ? scalarTile(height, walk) : vectorTile(height, width, walk),
      set(left, subtract(left, integer(width))),
    ]);
  return [set(left, columns), across(WIDE), across(VECTOR), across(1)];
}

function vectorTile(height: number, width: number, walk: Walk): Code {
  const { px, py, p, xStep, yStep, outStep, target, right, factor } = walk;
  const vectors = width / VECTOR;
  const sum = (row: number, v: number) => walk.sums[row * vectors + v];
  const each = (visit: (row: number, v: number) => Code): Code =>
    range(height).map((row) => range(vectors).map((v) => visit(row, v)));
  const address = (row: number) => add(target, multiply(outStep, integer(row)));
  return [
    each((row, v) => set(sum(row, v), load(address(row), 16 * v))),
    loopDown(p, [
      range(vectors).map((v) => set(right[v], load(py, 16 * v))),
      range(height).map((row) => [
        set(factor, loadSplat(px, 4 * row)),
        range(vectors).map((v) =>
          set(
            sum(row, v),
            addLanes(sum(row, v), multiplyLanes(factor, right[v])),
          )
        ),
      ]),
      advance(px, xStep),
      advance(py, yStep),
    ]),
    each((row, v) => store(address(row), sum(row, v), 16 * v)),
  ];
}

function scalarTile(height: number, walk: Walk): Code {
  const { px, py, p, xStep, yStep, outStep, target, scalarSums } = walk;
  const address = (row: number) => add(target, multiply(outStep, integer(row)));
  return [
    range(height).map((row) => set(scalarSums[row], loadScalar(address(row)))),
    loopDown(p, [
      range(height).map((row) =>
        set(
          scalarSums[row],
          addScalars(
            scalarSums[row],
            multiplyScalars(loadScalar(px, 4 * row), loadScalar(py)),
          ),
        )
      ),
      advance(px, xStep),
      advance(py, yStep),
    ]),
    range(height).map((row) => storeScalar(address(row), scalarSums[row])),
  ];
}
