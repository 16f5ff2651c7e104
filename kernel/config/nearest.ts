/**
 * The name that was probably meant by a misspelt one.
 *
 * @module
 */

import { distance } from "fastest-levenshtein";

/**
 * The known name that is written most alike, if one is alike at all: at most
 * every third letter differs, case and hyphens aside.
 */
export function nearest(name: string, known: string[]): string | undefined {
  const plain = (text: string) => text.toLowerCase().replace(/[-_\s]/g, "");
  let best: string | undefined;
  // One letter may always be wrong.
  let least = Math.max(1, Math.ceil(plain(name).length / 3)) + 1;
  for (const candidate of known) {
    // Of names that differ in case only, the one whose case agrees is nearer.
    const changes = distance(plain(name), plain(candidate)) +
      distance(name, candidate) / 1000;
    if (changes < least) [best, least] = [candidate, changes];
  }
  return best;
}

/** `, did you mean NAME?` for a message, or nothing. */
export function didYouMean(name: string, known: string[]): string {
  const found = nearest(name, known);
  return found === undefined ? "" : ` (did you mean ${found}?)`;
}
