/**
 * Questions that nobody can be asked. Libraries that put them by
 * `node:readline` never call back at the end of standard input, and their
 * programs end; a cell would wait for ever.
 *
 * @module
 */

import {
  type Cell,
  hasEnded,
  isStanding,
  removeStanding,
} from "../cells/cells.ts";
import { lastCalled } from "../stop/clean_up.ts";

const turn = setImmediate;
const enqueue = queueMicrotask;

/**
 * Rejects the `await` at which the cell stands, unless what it waits for makes
 * something of the end of its input.
 */
export function failUnanswered(cell: Cell, error: Error) {
  const last = lastCalled([cell]);
  if (!last) return;
  // The end is told in the next turn, and what is made of it in the one after.
  turn(() =>
    turn(() =>
      enqueue(() => {
        if (hasEnded(cell) || !isStanding(cell, last.standing)) return;
        removeStanding(cell, last.standing);
        last.standing.reject(error);
      })
    )
  );
}
