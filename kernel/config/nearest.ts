/**
 * The name that was probably meant by a misspelt one.
 *
 * @module
 */

import { distance } from "fastest-levenshtein";

/**
 * The known name that is written most alike, if one is alike at all: at most
 * every third letter differs, case and hyphens aside. Two letters in each
 * other's place are one that differs.
 */
export function nearest(name: string, known: string[]): string | undefined {
  const plain = (text: string) => text.toLowerCase().replace(/[-_\s]/g, "");
  let best: string | undefined;
  // One letter may always be wrong.
  let least = Math.max(1, Math.ceil(plain(name).length / 3)) + 1;
  for (const candidate of known) {
    // If names differ in case only, the one whose case agrees is nearer.
    const changes = changed(plain(name), plain(candidate)) +
      distance(name, candidate) / 1000;
    if (changes < least) [best, least] = [candidate, changes];
  }
  return best;
}

/** How many letters differ. */
function changed(name: string, known: string): number {
  const at = [...name].findIndex((letter, index) => letter !== known[index]);
  const swapped = at < 0
    ? name
    : name.slice(0, at) + name.charAt(at + 1) + name[at] + name.slice(at + 2);
  return swapped === known && name !== known ? 1 : distance(name, known);
}

/** `, did you mean NAME?` for a message, or nothing. */
export function didYouMean(name: string, known: string[]): string {
  const found = nearest(name, known);
  return found === undefined ? "" : ` (did you mean ${found}?)`;
}
