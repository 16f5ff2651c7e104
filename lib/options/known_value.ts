/**
 * Refuses values that are none of a few names.
 *
 * @module
 */

import { nearestName } from "./check_options.ts";

/**
 * @param what What the value is for, as the message names it.
 * @throws {RangeError} If `value` is none of `known`, with the nearest of them.
 */
export function requireKnown(
  what: string,
  value: unknown,
  known: readonly string[],
): void {
  if (typeof value === "string" && known.includes(value)) return;
  const meant = typeof value === "string"
    ? nearestName(value, known)
    : undefined;
  const shown = typeof value === "string" ? `"${value}"` : String(value);
  const names = known.map((name) => `"${name}"`).join(", ");
  throw new RangeError(
    `${what} ${shown} is not known${
      meant ? `; did you mean "${meant}"?` : ","
    } there is ${names}`,
  );
}
