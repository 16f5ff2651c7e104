/**
 * Softmax over the rows of a matrix: each value's exponential, less the row's
 * greatest, by the sum of all.
 *
 * The exponential is `2^n * (1 + t + ...)`, with `n` the whole powers of two and
 * a polynomial of `t`, what is left. Steps, constants and the order of the sum
 * are those of XNNPACK, so the bits are.
 *
 * @see https://github.com/google/XNNPACK, f32-raddstoreexpminusmax
 * @module
 */

import { acrossLanes } from "./across_lanes.ts";
import { define, type NewLocal } from "./assemble.ts";
import { type Code, type Local, range, ValueType } from "./code.ts";
import { heldSplats } from "./held_splats.ts";
import {
  advance,
  integer,
  loopDown,
  loopWhile,
  multiply,
  notBelow,
  set,
  subtract,
} from "./instructions.ts";
import {
  addLanes,
  divideLanes,
  greaterLanes,
  lanesAbove,
  load,
  loadFirst,
  loadSplat,
  multiplyLanes,
  shiftLanesLeft,
  splat,
  store,
  storeFirst,
  subtractLanes,
  withoutBits,
} from "./vector_instructions.ts";

/** 1 / ln 2, and ln 2 in two parts, of which the first is exact in products. */
const LOG2_E = 0x171_5476 / 2 ** 24;
const LN2_HIGH = 0x162_e400 / 2 ** 25;
const LN2_LOW = 0x17f_7d1c / 2 ** 44;

/** Added, it leaves a whole number in the lowest bits, as an exponent. */
const MAGIC = 0x180_00fe / 2;

/** Of `t` to the powers 1 to 5. */
const POLYNOMIAL = [
  0x1ff_fff6 / 2 ** 25,
  0x1ff_fdc6 / 2 ** 26,
  0x155_5a80 / 2 ** 27,
  0x157_3a1a / 2 ** 29,
  0x10f_9f9c / 2 ** 31,
];

/** Below it a result would be less than the smallest normal number. */
const LEAST = -0x15d_589e / 2 ** 18;

/** Vectors of four values that are computed at once. */
const AT_ONCE = 4;

/** Bits of a float32's fraction. */
const FRACTION_BITS = 23;

/** Softmax of each row of a dense matrix. */
export const softmaxRows = define("softmaxRows", [
  "x",
  "out",
  "rows",
  "columns",
], ({ x, out, rows, columns }, local) => {
  const [left, from, to, step] = range(4).map(() => local(ValueType.i32));
  const [best, sum] = range(2).map(() => local(ValueType.v128));
  const walk = walkAlong({ left, from, to });
  const vectors = range(AT_ONCE).map(() => {
    const [value, n, scale, t, p] = range(5).map(() => local(ValueType.v128));
    return { value, n, scale, t, p };
  });
  const { code: setConstants, held } = heldConstants(local);
  const start: Code = [set(from, x), set(to, out), set(left, columns)];

  const findGreatest: Code = [
    set(best, loadSplat(x)),
    start,
    vectors.map(({ value }) => set(value, best)),
    walk.byVectors(
      AT_ONCE,
      vectors.map(({ value }, i) =>
        set(value, greaterLanes(value, load(from, 16 * i)))
      ),
    ),
    walk.byVectors(1, set(best, greaterLanes(best, load(from)))),
    vectors.map(({ value }) => set(best, greaterLanes(best, value))),
    acrossLanes(best, greaterLanes),
    walk.bySingles(set(best, greaterLanes(best, loadSplat(from)))),
  ];

  /** Writes the exponentials of some vectors, and adds them to the sum. */
  const addExponentials = (
    some: Vector[],
    read: (i: number) => Code,
    write: (value: Code, i: number) => Code,
  ): Code => [
    some.map(({ value }, i) => set(value, subtractLanes(read(i), best))),
    exponentials(some, held),
    some.map(({ p }, i) => [write(p, i), set(sum, addLanes(sum, p))]),
  ];
  const addVectors = (count: number): Code =>
    walk.byVectors(
      count,
      addExponentials(
        vectors.slice(0, count),
        (i) => load(from, 16 * i),
        (value, i) => store(to, value, 16 * i),
      ),
    );
  const writeExponentials: Code = [
    set(sum, splat(0)),
    start,
    addVectors(AT_ONCE),
    addVectors(1),
    acrossLanes(sum, addLanes),
    walk.bySingles(addExponentials(
      vectors.slice(0, 1),
      () => loadSplat(from),
      (value) => storeFirst(to, value),
    )),
  ];

  const divideBySum: Code = [
    set(sum, divideLanes(splat(1), sum)),
    start,
    walk.byVectors(1, store(to, multiplyLanes(load(to), sum))),
    walk.bySingles(storeFirst(to, multiplyLanes(loadFirst(to), sum))),
  ];

  return [
    setConstants,
    set(step, multiply(columns, integer(4))),
    loopDown(rows, [
      findGreatest,
      writeExponentials,
      divideBySum,
      advance(x, step),
      advance(out, step),
    ]),
  ];
});

/** Loops along a row of which `left` values are left. */
function walkAlong({ left, from, to }: Record<"left" | "from" | "to", Local>) {
  const move = (bytes: number) =>
    [from, to].map((pointer) => advance(pointer, integer(bytes)));
  return {
    /** Runs `some` for vectors of the row, as long as there are `count`. */
    byVectors: (count: number, some: Code): Code =>
      loopWhile(notBelow(left, integer(4 * count)), [
        some,
        move(16 * count),
        set(left, subtract(left, integer(4 * count))),
      ]),
    /** Runs `one` for each of the row's values that are left. */
    bySingles: (one: Code): Code => loopDown(left, [one, move(4)]),
  };
}

/** The constants of {@linkcode exponentials}, and code that sets them. */
function heldConstants(local: NewLocal): { code: Code; held: Constants } {
  const { code, hold } = heldSplats(local);
  const held = {
    magic: hold(MAGIC),
    log2e: hold(LOG2_E),
    high: hold(-LN2_HIGH),
    low: hold(-LN2_LOW),
    polynomial: POLYNOMIAL.map(hold),
    least: hold(LEAST),
  };
  return { code, held };
}

interface Constants
  extends Record<"magic" | "log2e" | "high" | "low" | "least", Local> {
  /** By power, from 1 on. */
  polynomial: Local[];
}

/** The variables of a vector on its way to its exponential, which is `p`. */
type Vector = Record<"value" | "n" | "scale" | "t" | "p", Local>;

/**
 * Sets each `p` to the exponential of `value`, which is not above zero. Step by
 * step for all vectors, since each step waits for the last.
 */
function exponentials(vectors: Vector[], held: Constants): Code {
  const each = (visit: (vector: Vector) => Code) => vectors.map(visit);
  return [
    each((v) =>
      set(v.n, addLanes(held.magic, multiplyLanes(v.value, held.log2e)))
    ),
    each((v) => set(v.scale, shiftLanesLeft(v.n, FRACTION_BITS))),
    each((v) => set(v.n, subtractLanes(v.n, held.magic))),
    each((v) => set(v.t, addLanes(v.value, multiplyLanes(v.n, held.high)))),
    each((v) => set(v.t, addLanes(v.t, multiplyLanes(v.n, held.low)))),
    each((v) => set(v.p, held.polynomial[4])),
    [3, 2, 1, 0].map((power) =>
      each((v) =>
        set(v.p, addLanes(held.polynomial[power], multiplyLanes(v.p, v.t)))
      )
    ),
    each((v) => set(v.t, multiplyLanes(v.t, v.scale))),
    each((v) => set(v.p, addLanes(v.scale, multiplyLanes(v.t, v.p)))),
    each((v) => set(v.p, withoutBits(v.p, lanesAbove(held.least, v.value)))),
  ];
}
