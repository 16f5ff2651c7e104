/**
 * What a client is told of a pause.
 *
 * @module
 */

import type { DebugProtocol as Dap } from "@vscode/debugprotocol";
import type { Events } from "../cdp/domains.ts";

/** Cells have one thread. Workers are not debugged. */
export const THREAD = 1;

/** What a client is told when the code goes on. */
export const CONTINUED: Dap.ContinuedEvent["body"] = {
  threadId: THREAD,
  allThreadsContinued: true,
};

export type Stopped = Dap.StoppedEvent["body"];

/** Whether the code is paused where something was thrown. */
export function isThrown({ reason }: Events["Debugger.paused"]): boolean {
  return reason === "exception" || reason === "promiseRejection";
}

/**
 * @param ids The breakpoints that it stands at.
 * @param isAsked Whether the client has asked for a pause.
 */
export function stoppedBody(
  pause: Events["Debugger.paused"],
  ids: number[],
  isAsked: boolean,
): Stopped {
  const { reason, data } = pause;
  const body = { threadId: THREAD, allThreadsStopped: true };
  if (isThrown(pause)) {
    const text = data?.description ?? String(data?.value ?? "");
    const [line] = text.split("\n");
    return { ...body, reason: "exception", description: line, text };
  }
  if (ids.length > 0) {
    return { ...body, reason: "breakpoint", hitBreakpointIds: ids };
  }
  // Also where it took steps to come to code of the user's.
  if (isAsked) return { ...body, reason: "pause" };
  if (reason === "step") return { ...body, reason: "step" };
  // The protocol has no reason for it.
  const description = "Paused at a debugger statement";
  return { ...body, reason: "breakpoint", description };
}
