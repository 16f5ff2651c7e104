/**
 * How a run failed that ended for a reason outside its code.
 *
 * @module
 */

import { CdpClosedError, CdpError } from "../../cdp/errors.ts";
import type { CollectedError, DenoRuntime } from "../deno_runtime.ts";
import { type Failed, failed } from "../failed.ts";
import { exitReason } from "../process/exit_reason.ts";

/** Whether a command failed because the child ends. */
export function isOfTheEnd(error: unknown): boolean {
  return error instanceof CdpClosedError ||
    (error instanceof CdpError && error.message.includes("was destroyed"));
}

export function collectedFailure({ threw }: CollectedError): Failed {
  return threw
    ? failed(
      "ErrorLost",
      "The cell threw an error that V8 lost to garbage collection; " +
        "run it again to see it",
    )
    : failed(
      "NeverSettles",
      "The cell awaits a promise that nothing can settle any more",
    );
}

/** Fulfilled when the child has ended and all its output has come. */
export async function diedFailure({ child }: DenoRuntime): Promise<Failed> {
  const code = await child.exited;
  await Promise.all([child.stdout.ended, child.stderr.ended]);
  return failed("RuntimeExited", deathNote(code));
}

export function deathNote(code: number): string {
  return `The runtime ended: ${exitReason(code)}. Its variables are lost; ` +
    `the next cell runs in a fresh one`;
}
