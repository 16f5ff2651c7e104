/**
 * Says what a loop waits for where nobody may be there to move anything, as in
 * a run without a page.
 *
 * @module
 */

import { hasFrontEnd } from "./front_end.ts";

/** How long front ends are given to be heard of. */
const UNHEARD_MS = 2000;

/**
 * Writes a line later, if no front end with widgets has been heard of by then.
 *
 * @param widget What would be moved, in words.
 * @returns A function that takes it back.
 */
export function noteUnheard(
  widget: string,
  afterMs: number = UNHEARD_MS,
): () => void {
  const timer = setTimeout(() => {
    if (hasFrontEnd()) return;
    console.error(
      `Waiting for a person to move ${widget}; ` +
        "no front end that shows widgets has been heard of",
    );
  }, afterMs);
  return () => clearTimeout(timer);
}
