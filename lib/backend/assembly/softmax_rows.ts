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

import { define } from "./assemble.ts";
import {
  addLanes,
  advance,
  type Code,
  divideLanes,
  greatestLanes,
  integer,
  lanesAbove,
  load,
  loadFirst,
  loadSplat,
  loopDown,
  loopWhile,
  multiply,
  multiplyLanes,
  notBelow,
  range,
  set,
  shiftLanesLeft,
  shuffle,
  splat,
  store,
  storeFirst,
  subtract,
  subtractLanes,
  ValueType,
  withoutBits,
} from "./instructions.ts";

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

/** Bits of a float32's fraction. */
const FRACTION_BITS = 23;

/** `softmaxRows(x, out, rows, columns)`: all dense. */
export const softmaxRows = define("softmaxRows", 4, (
  [x, out, rows, columns],
  local,
) => {
  const [left, from, to, step] = range(4).map(() => local(ValueType.i32));
  const [best, value, n, scale, t, p, sum] = range(7).map(() =>
    local(ValueType.v128)
  );

  /** Sets `value` to the exponential of itself less the greatest. */
  const exponential: Code = [
    set(value, subtractLanes(value, best)),
    set(n, addLanes(splat(MAGIC), multiplyLanes(value, splat(LOG2_E)))),
    set(scale, shiftLanesLeft(n, FRACTION_BITS)),
    set(n, subtractLanes(n, splat(MAGIC))),
    set(t, addLanes(value, multiplyLanes(n, splat(-LN2_HIGH)))),
    set(t, addLanes(t, multiplyLanes(n, splat(-LN2_LOW)))),
    set(p, splat(POLYNOMIAL[4])),
    [3, 2, 1, 0].map((power) =>
      set(p, addLanes(splat(POLYNOMIAL[power]), multiplyLanes(p, t)))
    ),
    set(t, multiplyLanes(t, scale)),
    set(p, addLanes(scale, multiplyLanes(t, p))),
    set(value, withoutBits(p, lanesAbove(splat(LEAST), value))),
  ];
  /** Runs `four` for each four of a row's values, then `one` for the others. */
  const along = (start: Code, four: Code, between: Code, one: Code): Code => [
    start,
    set(left, columns),
    loopWhile(notBelow(left, integer(4)), [
      four,
      [from, to].map((pointer) => advance(pointer, integer(16))),
      set(left, subtract(left, integer(4))),
    ]),
    between,
    loopDown(left, [
      one,
      [from, to].map((pointer) => advance(pointer, integer(4))),
    ]),
  ];
  /** All lanes get what `combine` makes of them. */
  const across = (it: typeof sum, combine: typeof addLanes): Code =>
    [[2, 3, 2, 3], [1, 1, 1, 1], [0, 0, 0, 0]].map((lanes, i) => {
      const other = shuffle(it, it, lanes);
      return set(it, i < 2 ? combine(it, other) : other);
    });
  const pointers: Code = [set(from, x), set(to, out)];
  return [
    set(step, multiply(columns, integer(4))),
    loopDown(rows, [
      set(best, loadSplat(x)),
      along(
        pointers,
        set(best, greatestLanes(best, load(from))),
        across(best, greatestLanes),
        set(best, greatestLanes(best, loadSplat(from))),
      ),
      set(sum, splat(0)),
      along(
        pointers,
        [
          set(value, load(from)),
          exponential,
          store(to, value),
          set(sum, addLanes(sum, value)),
        ],
        across(sum, addLanes),
        [
          set(value, loadSplat(from)),
          exponential,
          storeFirst(to, value),
          set(sum, addLanes(sum, value)),
        ],
      ),
      set(sum, divideLanes(splat(1), sum)),
      along(
        set(to, out),
        store(to, multiplyLanes(load(to), sum)),
        [],
        storeFirst(to, multiplyLanes(loadFirst(to), sum)),
      ),
      advance(x, step),
      advance(out, step),
    ]),
  ];
});
