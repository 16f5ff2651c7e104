/**
 * Whether a front end that shows widgets is there: nobody says so, so it is
 * known from what comes back.
 *
 * @module
 */

import { kernelComms } from "./comm.ts";

/** What front ends that show widgets open when they meet a kernel. */
export const CONTROL = "jupyter.widget.control";

let heard = 0;

/** Whether a front end has sent something that only those with widgets send. */
export function hasFrontEnd(): boolean {
  return heard > 0 || kernelComms()?.wasRefused?.(CONTROL) === true;
}

/** A front end has sent something. */
export function noteFrontEnd(): void {
  heard++;
}

/** How many messages front ends have sent. */
export function messagesHeard(): number {
  return heard;
}
