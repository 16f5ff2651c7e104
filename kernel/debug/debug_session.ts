/**
 * What debug commands act on; `Debugger` is the real one.
 *
 * @module
 */

import type { Attachment, DebuggerView } from "./attachment.ts";
import type { DebugCommand, DebugRequests } from "./requests.ts";

export interface DebugSession extends DebuggerView {
  /** From `initialize` to `disconnect`. */
  isStarted: boolean;
  /** Whether the code is paused where the user can look at it. */
  readonly isPaused: boolean;
  /** The debugger in the runtime that there is now, if it is attached. */
  readonly present: Attachment | undefined;
  /** @throws {DebugError} If no client has attached it. */
  readonly attached: Attachment;
  attach(): Promise<void>;
  detach(): Promise<void>;
  /** Stops what runs. */
  interrupt(): Promise<void>;
}

/** By command; what it throws is the failure that the client is told. */
export type Commands<Names extends DebugCommand> = {
  readonly [Command in Names]: (
    session: DebugSession,
    given: DebugRequests[Command]["arguments"],
  ) =>
    | DebugRequests[Command]["body"]
    | Promise<DebugRequests[Command]["body"]>;
};
