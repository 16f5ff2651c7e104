/**
 * JSON of values that may hold very long texts.
 *
 * V8 (Deno 2.9.6) writes plain values by a short cut which ends the process,
 * with "Fatal process out of memory: Zone", at a text of 2^28 bytes: one of
 * 134,217,728 characters, or twice that if all are Latin-1. With a replacer it
 * takes the long way, which throws what can be caught.
 *
 * @module
 */

// As they were before any cell, which may overwrite them.
const { isArray } = Array;
const { values } = Object;
const { stringify } = JSON;

/** Characters that may be 2^28 bytes. */
const LONG = 2 ** 27;

/**
 * Whether a text in the value, its own or that of its objects and lists, may
 * be too long for the short cut.
 *
 * @param value Without circles, unless `most` ends them.
 * @param most How many objects and lists are looked at.
 */
export function hasLongText(value: unknown, most = Infinity): boolean {
  const waiting = [value];
  for (let looked = 0; waiting.length > 0 && looked < most; looked++) {
    const next = waiting.pop();
    if (typeof next === "string" && next.length >= LONG) return true;
    if (typeof next !== "object" || next === null) continue;
    const items = isArray(next) ? next : values(next);
    for (let i = 0; i < items.length; i++) {
      const item = items[i];
      if (typeof item === "string") {
        if (item.length >= LONG) return true;
      } else if (typeof item === "object" && item !== null) waiting.push(item);
    }
  }
  return false;
}

/** Changes nothing; makes V8 take the long way. */
function same(_key: string, value: unknown): unknown {
  return value;
}

/**
 * What `JSON.stringify` gives.
 *
 * @param value Without circles, unless `most` ends them.
 * @param most In how many objects and lists long texts are looked for.
 * @throws {RangeError} If it is longer than any text can be.
 */
export function jsonText(value: unknown, most?: number): string {
  return hasLongText(value, most) ? stringify(value, same) : stringify(value);
}
