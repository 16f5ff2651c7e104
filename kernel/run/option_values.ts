/**
 * Values on the command line, each read and refused in words of its own.
 *
 * @module
 */

import { quoted } from "../config/quoted.ts";
import { BadInputError } from "../notebook/bad_input_error.ts";

/** The longest time a timer takes, 2^31 ms, rounded down; in s. */
const LONGEST_S = 2_000_000;

/**
 * A time in ms.
 *
 * @throws {BadInputError} If it is no number of seconds above 0.
 */
export function parseSeconds(
  option: string,
  text: string | undefined,
): number | undefined {
  if (text === undefined) return undefined;
  const seconds = decimal(text);
  if (!(seconds > 0 && seconds <= LONGEST_S)) {
    throw new BadInputError(
      `${option} takes a number of seconds up to ${LONGEST_S}, not ${
        quoted(text)
      }`,
    );
  }
  return seconds * 1000;
}

/**
 * A size in MiB.
 *
 * @throws {BadInputError} If it is no number above 0.
 */
export function parseMebibytes(
  option: string,
  text: string | undefined,
): number | undefined {
  if (text === undefined) return undefined;
  const size = decimal(text);
  if (!(size > 0)) {
    throw new BadInputError(
      `${option} takes a number of MiB, not ${quoted(text)}`,
    );
  }
  return size;
}

/**
 * A whole number.
 *
 * @throws {BadInputError} If it is none, or less than `least`.
 */
export function parseCount(
  option: string,
  text: string | undefined,
  least: number,
): number | undefined {
  if (text === undefined) return undefined;
  const count = /^\d{1,4}$/.test(text) ? Number(text) : -1;
  if (count < least) {
    throw new BadInputError(
      `${option} takes a whole number from ${least} to 9999, not ${
        quoted(text)
      }`,
    );
  }
  return count;
}

/**
 * Ranges such as `1-5,9`, counted from 1.
 *
 * @throws {BadInputError} If it is none.
 */
export function parseCells(
  option: string,
  text: string | undefined,
): [first: number, last: number][] | undefined {
  if (text === undefined) return undefined;
  return text.split(",").map((part) => {
    const [, from, to = from] = /^\s*(\d{1,6})(?:-(\d{1,6}))?\s*$/
      .exec(part) ?? [];
    const [first, last] = [Number(from), Number(to)];
    if (!(first >= 1 && last >= first)) {
      throw new BadInputError(
        `${option} takes numbers and ranges such as 1-5,9, not ${quoted(text)}`,
      );
    }
    return [first, last];
  });
}

/**
 * Names with commas between.
 *
 * @throws {BadInputError} If one is empty.
 */
export function parseTags(
  option: string,
  text: string | undefined,
): string[] | undefined {
  if (text === undefined) return undefined;
  const tags = text.split(",").map((tag) => tag.trim());
  if (tags.some((tag) => tag === "")) {
    throw new BadInputError(
      `${option} takes tags such as a,b, not ${quoted(text)}`,
    );
  }
  return tags;
}

/** What people write as a number; not `0x10`, `1e3` or nothing at all. */
function decimal(text: string): number {
  return /^\d*\.?\d+$/.test(text) ? Number(text) : NaN;
}

/**
 * A name, or nothing where the option was not given.
 *
 * @throws {BadInputError} If it is empty.
 */
export function named<Value extends string | undefined>(
  option: string,
  value: Value,
): Value {
  if (value === "") throw new BadInputError(`${option} names nothing`);
  return value;
}
