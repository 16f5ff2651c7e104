/**
 * The transpose of a matrix, in blocks of 4 by 4.
 *
 * @module
 */

import { define } from "./assemble.ts";
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
export const transposeMatrix = define("transposeMatrix", [
  "x",
  "xStep",
  "out",
  "outStep",
  "rows",
  "columns",
], ({ x, xStep, out, outStep, rows, columns }, local) => {
  const [left, width, i, j, from, to] = range(6).map(() =>
    local(ValueType.i32)
  );
  const [source, target] = range(2).map(() => local(ValueType.i32));
  const row = range(4).map(() => local(ValueType.v128));
  const turned = range(4).map(() => local(ValueType.v128));

  const block: Code = [
    set(source, from),
    row.map((r) => [set(r, load(source)), advance(source, xStep)]),
    transposed(row, turned),
    set(target, to),
    turned.map((it) => [store(target, it), advance(target, outStep)]),
  ];
  /** Single values of `height` rows, from `from` on, `j` columns wide. */
  const singles = (height: number): Code => [
    range(height).map((row) =>
      storeScalar(
        to,
        loadScalar(add(from, multiply(xStep, integer(row)))),
        4 * row,
      )
    ),
  ];
  /** Walks along `width` columns of `height` rows. */
  const band = (height: number): Code =>
    loopWhile(notBelow(i, integer(height)), [
      set(from, add(x, multiply(subtract(rows, i), xStep))),
      set(to, add(out, multiply(subtract(rows, i), integer(4)))),
      set(j, width),
      height === 4
        ? loopWhile(notBelow(j, integer(4)), [
          block,
          advance(from, integer(16)),
          advance(to, multiply(outStep, integer(4))),
          set(j, subtract(j, integer(4))),
        ])
        : [],
      loopWhile(j, [
        singles(height),
        advance(from, integer(4)),
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
      band(4),
      band(1),
      advance(x, multiply(width, integer(4))),
      advance(out, multiply(width, outStep)),
      set(left, subtract(left, width)),
    ]),
  ];
});

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

/** The lesser of a variable and a constant: WebAssembly's `select`. */
function least(value: Code, limit: number): Code {
  return [integer(limit), value, notBelow(value, integer(limit)), 0x1b];
}
