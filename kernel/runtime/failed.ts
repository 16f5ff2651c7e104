/** Errors of the kernel's own, without a stack. */

import type { Outcome } from "./interpreter.ts";

export type Failed = Extract<Outcome, { status: "error" }>;

/** The outcome of a cell that ended for a reason outside its code. */
export function failed(ename: string, evalue: string): Failed {
  const line = `\x1b[1m${ename}\x1b[0m: ${evalue}`;
  return { status: "error", error: { ename, evalue, traceback: [line] } };
}
