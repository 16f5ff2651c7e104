/**
 * Products of two matrices with one short side. Setting up a tile of sums would
 * take longer than adding to it: attention with few features has such products.
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
} from "./instructions.ts";
import { byLanes, FLOATS, FUSED, type Kind } from "./lanes.ts";

/** Most terms of `multiplyShallow`. */
export const SHALLOW = 4;

/** Most rows of `addFlat`: four fill a tile. */
const FLAT = 3;

/** Rows, or terms, for which a row of the other matrix is read once. */
const AT_ONCE = 4;

/**
 * By `inner`: writes the product of `x[rows][inner]`, which is dense, and `y[inner][columns]`
 * to `out[rows][columns]`. Terms are added in their order, to zero.
 */
export const multiplyShallow = range(SHALLOW).map((i) =>
  shallow(i + 1, FLOATS)
);
export const multiplyShallowFused = range(SHALLOW).map((i) => () =>
  shallow(i + 1, FUSED)
);

/**
 * By `rows`: for each `p < count` adds `x[p][i] * y[p][j]` to `out[i][j]`, for `i < rows` and
 * `j < columns`; `x` is dense. Terms are added in their order.
 */
export const addFlat = range(FLAT).map((i) => flat(i + 1, FLOATS));
export const addFlatFused = range(FLAT).map((i) => () => flat(i + 1, FUSED));

function shallow(inner: number, kind: Kind) {
  return define(`multiplyShallow${inner}`, [
    "x",
    "y",
    "yStep",
    "out",
    "outStep",
    "rows",
    "columns",
  ], ({ x, y, yStep, out, outStep, rows, columns }, local) => {
    const band = (height: number): Code =>
      loopWhile(notBelow(rows, integer(height)), [
        eachVector(
          {
            from: [y, yStep, inner],
            to: [out, outStep, height],
            factorAt: (r, p) => add(x, integer(4 * (r * inner + p))),
            startsAtZero: true,
          },
          columns,
          kind,
          local,
        ),
        advance(x, integer(4 * inner * height)),
        advance(out, multiply(outStep, integer(height))),
        set(rows, subtract(rows, integer(height))),
      ]);
    return [band(AT_ONCE), band(1)];
  });
}

function flat(rows: number, kind: Kind) {
  return define(`addFlat${rows}`, [
    "x",
    "y",
    "yStep",
    "count",
    "out",
    "outStep",
    "columns",
  ], ({ x, y, yStep, count, out, outStep, columns }, local) => {
    const turn = (terms: number): Code => [
      eachVector(
        {
          from: [y, yStep, terms],
          to: [out, outStep, rows],
          factorAt: (r, p) => add(x, integer(4 * (p * rows + r))),
          startsAtZero: false,
        },
        columns,
        kind,
        local,
      ),
      advance(x, integer(4 * rows * terms)),
      advance(y, multiply(yStep, integer(terms))),
    ];
    return [
      loopWhile(notBelow(count, integer(AT_ONCE)), [
        turn(AT_ONCE),
        set(count, subtract(count, integer(AT_ONCE))),
      ]),
      loopDown(count, turn(1)),
    ];
  });
}

/** Rows of a matrix: the first, bytes between two, how many. */
type Rows = [first: Local, step: Code, count: number];

interface Sums {
  from: Rows;
  to: Rows;
  /** Where the factor of a row of the result and of a term lies. */
  factorAt(row: number, term: number): Code;
  startsAtZero: boolean;
}

/** Sums of a few terms in a few rows, a vector of each row at a time. */
function eachVector(
  { from, to, factorAt, startsAtZero }: Sums,
  columns: Local,
  kind: Kind,
  local: NewLocal,
): Code {
  const left = local(ValueType.i32);
  const pointers = ([first, step, count]: Rows) =>
    range(count).map((i) => {
      const pointer = local(ValueType.i32);
      return { pointer, start: add(first, multiply(step, integer(i))) };
    });
  const [sources, targets] = [pointers(from), pointers(to)];
  const all = [...sources, ...targets];
  return [
    all.map(({ pointer, start }) => set(pointer, start)),
    set(left, columns),
    byLanes(left, kind, all.map(({ pointer }) => pointer), (lanes) => {
      const values = sources.map(() => local(lanes.type));
      const sum = local(lanes.type);
      return [
        sources.map(({ pointer }, p) => set(values[p], lanes.load(pointer))),
        targets.map(({ pointer }, r) => [
          startsAtZero ? [] : set(sum, lanes.load(pointer)),
          values.map((value, p) => {
            const factor = lanes.loadSplat(factorAt(r, p));
            const before = startsAtZero && p === 0 ? lanes.zero : sum;
            return set(sum, lanes.addProduct(before, factor, value));
          }),
          lanes.store(pointer, sum),
        ]),
      ];
    }),
  ];
}
