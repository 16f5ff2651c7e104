/** Waiting for the event loop, by the function that was there before any cell. */

import { Promise } from "./natives.ts";

const turn = setImmediate;

/** A trip through the event loop; it waits while a cell is busy. */
export function idle(): Promise<void> {
  return new Promise((resolve) => turn(resolve));
}
