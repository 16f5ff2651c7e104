/**
 * Which of several names was probably meant.
 *
 * @module
 */

import { Math } from "../language/natives.ts";

/** The name with the fewest changes to it; undefined if none is near. */
export function nearest(
  written: string,
  names: readonly string[],
): string | undefined {
  let best: string | undefined;
  // A third of a long name may be wrong, and one letter of a short one.
  let least = Math.max(1, Math.floor(written.length / 3)) + 1;
  const text = written.toLowerCase();
  for (const name of names) {
    // If names differ in case only, the one whose case agrees is nearer.
    const steps = distance(text, name.toLowerCase()) +
      distance(written, name) / 1000;
    if (steps < least) {
      least = steps;
      best = name;
    }
  }
  return best;
}

/** Levenshtein's distance: insertions, deletions and replacements. */
function distance(a: string, b: string): number {
  let row: number[] = [];
  for (let j = 0; j <= b.length; j++) row[j] = j;
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = a[i - 1] === b[j - 1] ? 0 : 1;
      next[j] = Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + change);
    }
    row = next;
  }
  return row[b.length];
}
