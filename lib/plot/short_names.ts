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
    return shortName(name, LONGEST);
  });
  const isClear = new Set(short).size === new Set(names).size;
  return isClear ? short : [...names];
}

/**
 * The name without its middle where it is long.
 *
 * @param longest In characters, at least 3.
 */
export function shortName(name: string, longest: number): string {
  // Half of a letter outside of the basic plane could not be drawn.
  const letters = [...name];
  if (letters.length <= longest) return name;
  const before = Math.ceil(longest / 2);
  const after = longest - before - 1;
  const end = letters.slice(letters.length - after);
  return [...letters.slice(0, before), "…", ...end].join("");
}
