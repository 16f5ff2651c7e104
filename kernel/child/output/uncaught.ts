/** Tells the kernel of errors that nothing in a cell caught. */

import type { Failure } from "../../bridge/failure.ts";
import { post } from "./output.ts";

let count = 0;

/** @returns Its number, by which it is told that somebody has handled it. */
export function reportUncaught(failure: Failure): number {
  const number = ++count;
  post("uncaught", { failure, number });
  return number;
}

/** A rejection that was reported is handled after all. */
export function reportHandled(number: number) {
  post("handled", number);
}
