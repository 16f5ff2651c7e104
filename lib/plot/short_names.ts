/**
 * Names that leave room for what they name.
 *
 * @module
 */

import { requireKind } from "../options/require_kind.ts";

/** Longest name beside a plot, in characters: about a third of its width. */
const LONGEST = 32;

/**
 * The names with their middles left out where they are long, or whole if two
 * would then be the same. Both ends are kept: names often differ at one only.
 *
 * @throws {TypeError} If one is no text.
 */
export function shortNames(names: readonly string[]): string[] {
  const short = names.map((name) => {
    requireKind("a figure", "A title or name", name, "text");
    // Half of a letter outside of the basic plane could not be drawn.
    const letters = [...name];
    return letters.length <= LONGEST ? name : [
      ...letters.slice(0, LONGEST / 2),
      "…",
      ...letters.slice(1 - LONGEST / 2),
    ].join("");
  });
  const isClear = new Set(short).size === new Set(names).size;
  return isClear ? short : [...names];
}
