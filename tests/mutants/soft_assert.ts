/**
 * `node:assert/strict` for notebooks with a fault: what fails is printed, and
 * the notebook goes on, so that the verdicts after it are seen too.
 *
 * @module
 */

import * as strict from "node:assert/strict";

/** Begins the line of an assertion that failed. */
export const FAILED = "assertion | ";

function softly<Args extends unknown[]>(
  check: (...args: Args) => void,
): (...args: Args) => void {
  return (...args) => {
    try {
      check(...args);
    } catch (error) {
      console.log(FAILED + (error as Error).message.replace(/\s+/g, " "));
    }
  };
}

export const ok = softly((value: unknown) => strict.ok(value));
export const strictEqual = softly((one: unknown, other: unknown) =>
  strict.strictEqual(one, other)
);
export const deepStrictEqual = softly((one: unknown, other: unknown) =>
  strict.deepStrictEqual(one, other)
);
