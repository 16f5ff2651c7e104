/**
 * Whether a front end that shows widgets is there: nobody says so, so it is
 * known from what comes back.
 *
 * @module
 */

import { kernelComms } from "./comm.ts";

/** What front ends that show widgets open when they meet a kernel. */
export const CONTROL = "jupyter.widget.control";

let isThere = false;

/** Whether a front end has sent something that only those with widgets send. */
export function hasFrontEnd(): boolean {
  return isThere || kernelComms()?.wasRefused?.(CONTROL) === true;
}

/** A front end has sent something. */
export function noteFrontEnd(): void {
  isThere = true;
}
