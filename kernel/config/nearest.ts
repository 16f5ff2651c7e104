/**
 * What somebody meant who misspelt a name.
 *
 * @module
 */

// @ts-types="./deno_std.d.ts"
import { levenshteinDistance } from "deno-std/text/levenshtein_distance.js";

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
    const distance = levenshteinDistance(plain(name), plain(candidate));
    if (distance < least) [best, least] = [candidate, distance];
  }
  return best;
}

/** `, did you mean NAME?` for a message, or nothing. */
export function didYouMean(name: string, known: string[]): string {
  const found = nearest(name, known);
  return found === undefined ? "" : ` (did you mean ${found}?)`;
}
