/**
 * What a part of a cell shows, given to the cell's own code in place of the
 * kernel, as a widget for outputs wants it.
 *
 * What the part starts belongs to it, too: its promises, its timers. Errors
 * that nothing catches do not.
 *
 * @module
 */

import { AsyncLocalStorage } from "node:async_hooks";

/** Takes a message that shows something; not taken, it goes to the kernel. */
export type Take = (
  msg_type: string,
  content: Record<string, unknown>,
) => boolean;

interface Capture {
  take: Take;
  /** Whose part the capturing code is itself. */
  outer: Capture | undefined;
}

const storage = new AsyncLocalStorage<Capture | undefined>();
/**
 * Whether anything was ever captured. Looking for a capture takes time at each
 * line printed.
 */
let isUsed = false;

/** Runs `work`, and gives `take` what it shows. */
export function capture<T>(work: () => T, take: Take): T {
  isUsed = true;
  return storage.run({ take, outer: storage.getStore() }, work);
}

/** Whether the code that runs is captured, and its capture took this. */
export function isTaken(
  msg_type: string,
  content: Record<string, unknown>,
): boolean {
  const capture = isUsed ? storage.getStore() : undefined;
  if (!capture) return false;
  // What it shows itself goes further out.
  return storage.run(
    capture.outer,
    () => capture.take(msg_type, content) === true,
  );
}

/** Nothing of what the caller shows from here on is captured. */
export function leaveCaptures() {
  if (isUsed) storage.enterWith(undefined);
}
