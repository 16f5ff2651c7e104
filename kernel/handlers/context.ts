/**
 * What a handler is given. A handler takes a request's content and returns the
 * reply's; it never sends the reply itself.
 *
 * @module
 */

import type { Message, MessageOptions } from "../protocol/message.ts";
import type { CommRegistry } from "../comm/comm_registry.ts";
import type { History } from "../history/history.ts";
import type { Interpreter } from "../runtime/interpreter.ts";
import type { ExecutionCounter } from "./execution_counter.ts";

export interface Context {
  request: Message;
  interpreter: Interpreter;
  counter: ExecutionCounter;
  history: History;
  comms: CommRegistry;
  /** Sends on iopub, as caused by this request; also after its reply. */
  publish(msg_type: string, content: object, options?: MessageOptions): void;
  /** Asks the user of the client that sent this request. */
  input(prompt: string, password: boolean): Promise<string>;
  /** Answers what is queued behind with `aborted`. */
  abortQueued(): void;
  /** Stops the cells that were sent before this request; returns when they end. */
  interrupt(): Promise<void>;
  /** Ends the kernel once the reply is out. */
  shutdown(): void;
}

/** A reply's content; none where the protocol has no reply. */
export type Reply = Record<string, unknown> | object | void;

export type Handler = (
  content: Record<string, unknown>,
  context: Context,
) => Reply | Promise<Reply>;
