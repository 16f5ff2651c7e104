/**
 * Two to the power of values that are not above zero: the exponentials of
 * attention, whose scores are brought to base 2 by a factor of the queries.
 *
 * `2^n * (1 + t + ...)`, with `n` the nearest whole number and a polynomial of
 * `t`, what is left: within 2e-7 of the true value.
 *
 * @module
 */

import type { NewLocal } from "./assemble.ts";
import { type Code, type Local, range, ValueType } from "./code.ts";
import { heldSplats } from "./held_splats.ts";
import { set } from "./instructions.ts";
import type { Lanes } from "./lanes.ts";
import {
  addLanes,
  greaterLanes,
  multiplyLanes,
  shiftLanesLeft,
  subtractLanes,
} from "./vector_instructions.ts";

/**
 * Added, it leaves a whole number in the lowest bits of the fraction, and the
 * bias of the exponent.
 */
const MAGIC = 1.5 * 2 ** 23 + 127;

/** Bits of a float32's fraction. */
const FRACTION_BITS = 23;

/** Its power is 0: the exponent's bits are. */
const LEAST = -127;

/**
 * Of `t` to the powers 1 to 5: least relative error from -0.5 to 0.5, with 1
 * for the power 0.
 */
const POLYNOMIAL = [
  11629077 / 2 ** 24,
  16121054 / 2 ** 26,
  14900137 / 2 ** 28,
  10384708 / 2 ** 30,
  11394314 / 2 ** 33,
];

/**
 * Code to run once, before a loop, and a function that writes code: it sets each
 * of some variables to its power, step by step for all, since each step waits
 * for the last.
 */
export function powersOfTwo(count: number, lanes: Lanes, local: NewLocal) {
  const { code: before, hold } = heldSplats(local);
  const [magic, least] = [MAGIC, LEAST].map(hold);
  const polynomial = POLYNOMIAL.map(hold);
  const spare = range(count).map(() => {
    const [n, scale, p] = range(3).map(() => local(ValueType.v128));
    return { n, scale, p };
  });
  const raise = (values: Local[]): Code => {
    const each = (visit: (t: Local, of: typeof spare[number]) => Code) =>
      values.map((value, i) => visit(value, spare[i]));
    return [
      each((t) => set(t, greaterLanes(t, least))),
      each((t, { n }) => set(n, addLanes(t, magic))),
      each((_, { n, scale }) => set(scale, shiftLanesLeft(n, FRACTION_BITS))),
      each((t, { n }) => set(t, subtractLanes(t, subtractLanes(n, magic)))),
      each((_, { p }) => set(p, polynomial.at(-1)!)),
      polynomial.slice(0, -1).toReversed().map((factor) =>
        each((t, { p }) => set(p, lanes.addProduct(factor, p, t)))
      ),
      each((t, { scale }) => set(t, multiplyLanes(t, scale))),
      each((t, { scale, p }) => set(t, lanes.addProduct(scale, t, p))),
    ];
  };
  return { before, raise };
}
