/**
 * Names that leave room for what they name.
 *
 * @module
 */

/** Longest name beside a plot, in characters: about a third of its width. */
const LONGEST = 32;

/**
 * The names with their middles left out where they are long, or whole if two
 * would then be the same. Both ends are kept: names often differ at one only.
 */
export function shortNames(names: readonly string[]): string[] {
  const short = names.map((name) =>
    name.length <= LONGEST
      ? name
      : `${name.slice(0, LONGEST / 2)}…${name.slice(1 - LONGEST / 2)}`
  );
  const isClear = new Set(short).size === new Set(names).size;
  return isClear ? short : [...names];
}
