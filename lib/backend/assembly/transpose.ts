/**
 * The transpose of a matrix: of numbers in blocks of 4 by 4, of pairs of them in
 * blocks of 2 by 2.
 *
 * @module
 */

import { define, type NewLocal } from "./assemble.ts";
import { type Code, type Local, range, ValueType } from "./code.ts";
import {
  add,
  advance,
  integer,
  loadScalar,
  loopWhile,
  multiply,
  notBelow,
  set,
  storeScalar,
  subtract,
} from "./instructions.ts";
import { load, shuffle, store } from "./vector_instructions.ts";

/** Columns read per pass: as many cache lines of the target stay at hand. */
const PANEL = 64;

/**
 * `out[j][i]` becomes `x[i][j]`. Steps are bytes from one row to the next.
 */
export const transposeMatrix = transposeOf("transposeMatrix", 1);

/** The same of a matrix whose elements are pairs of numbers. */
export const transposePairs = transposeOf("transposePairs", 2);

/** @param size Numbers of an element. */
function transposeOf<const Name extends string>(name: Name, size: 1 | 2) {
  return define(name, [
    "x",
    "xStep",
    "out",
    "outStep",
    "rows",
    "columns",
  ], (given, local) => transposeCode(given, size, local));
}

/** Elements of a vector are as many as rows and columns of a block. */
function transposeCode(
  { x, xStep, out, outStep, rows, columns }: Record<
    "x" | "xStep" | "out" | "outStep" | "rows" | "columns",
    Local
  >,
  size: 1 | 2,
  local: NewLocal,
): Code {
  const side = 4 / size;
  const bytes = integer(4 * size);
  const [left, width, i, j, from, to] = range(6).map(() =>
    local(ValueType.i32)
  );
  const [source, target] = range(2).map(() => local(ValueType.i32));
  const row = range(side).map(() => local(ValueType.v128));
  const turned = range(side).map(() => local(ValueType.v128));

  const block: Code = [
    set(source, from),
    row.map((r) => [set(r, load(source)), advance(source, xStep)]),
    size === 1 ? transposed(row, turned) : transposedPairs(row, turned),
    set(target, to),
    turned.map((it) => [store(target, it), advance(target, outStep)]),
  ];
  /** Single elements of `height` rows, from `from` on, `j` columns wide. */
  const singles = (height: number): Code =>
    range(height).map((row) =>
      range(size).map((i) =>
        storeScalar(
          to,
          loadScalar(add(from, multiply(xStep, integer(row))), 4 * i),
          4 * (size * row + i),
        )
      )
    );
  /** Walks along `width` columns of `height` rows. */
  const band = (height: number): Code =>
    loopWhile(notBelow(i, integer(height)), [
      set(from, add(x, multiply(subtract(rows, i), xStep))),
      set(to, add(out, multiply(subtract(rows, i), bytes))),
      set(j, width),
      height === side
        ? loopWhile(notBelow(j, integer(side)), [
          block,
          advance(from, integer(16)),
          advance(to, multiply(outStep, integer(side))),
          set(j, subtract(j, integer(side))),
        ])
        : [],
      loopWhile(j, [
        singles(height),
        advance(from, bytes),
        advance(to, outStep),
        set(j, subtract(j, integer(1))),
      ]),
      set(i, subtract(i, integer(height))),
    ]);
  return [
    set(left, columns),
    loopWhile(left, [
      set(width, least(left, PANEL)),
      set(i, rows),
      band(side),
      band(1),
      advance(x, multiply(width, bytes)),
      advance(out, multiply(width, outStep)),
      set(left, subtract(left, width)),
    ]),
  ];
}

/** Sets `to` to the columns of `rows`, four vectors each; changes `rows`. */
export function transposed(rows: Local[], to: Local[]): Code {
  const pairs = [[0, 4, 1, 5], [2, 6, 3, 7]].flatMap((lanes) => [
    shuffle(rows[0], rows[1], lanes),
    shuffle(rows[2], rows[3], lanes),
  ]);
  return [
    pairs.map((pair, i) => set(to[i], pair)),
    to.map((it, i) => set(rows[i], it)),
    [[0, 1], [2, 3]].flatMap(([left, right]) =>
      [[0, 1, 4, 5], [2, 3, 6, 7]].map((lanes) =>
        shuffle(rows[left], rows[right], lanes)
      )
    ).map((column, i) => set(to[i], column)),
  ];
}

/** Likewise, of two rows of pairs. */
function transposedPairs([upper, lower]: Local[], to: Local[]): Code {
  return [[0, 1, 4, 5], [2, 3, 6, 7]].map((lanes, i) =>
    set(to[i], shuffle(upper, lower, lanes))
  );
}

/** The lesser of a variable and a constant: WebAssembly's `select`. */
function least(value: Code, limit: number): Code {
  return [integer(limit), value, notBelow(value, integer(limit)), 0x1b];
}
