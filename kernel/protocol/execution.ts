/**
 * Contents of the messages that run code: `execute`, `is_complete`,
 * `execute_input` and `execute_result`.
 *
 * @module
 */

import type { DisplayData } from "./output.ts";
import type { AbortedReply, ErrorReply } from "./reply.ts";

/** `execute_request`, on shell. Only `code` is sure to be there. */
export interface ExecuteRequest {
  code: string;
  /** Run without output, result or history. Default false. */
  silent?: boolean;
  /** Count and keep this run. Default true; forced to false by `silent`. */
  store_history?: boolean;
  /** Expressions to evaluate after the code, by name. */
  user_expressions?: Record<string, string>;
  /** Whether the client answers `input_request`. Default true. */
  allow_stdin?: boolean;
  /** Whether a failure aborts the requests queued behind. Default true. */
  stop_on_error?: boolean;
}

/** The value of one of `user_expressions`, or its own error. */
export type UserExpression =
  | { status: "ok" } & Pick<DisplayData, "data" | "metadata">
  | ErrorReply;

/** A payload, deprecated but still how a kernel asks to page or to exit. */
export interface Payload extends Record<string, unknown> {
  source: string;
}

/** `execute_reply`; has its count whatever its status. */
export type ExecuteReply =
  & { execution_count: number }
  & (
    | {
      status: "ok";
      payload: Payload[];
      user_expressions: Record<string, UserExpression>;
    }
    | ErrorReply
    | AbortedReply
  );

/** `execute_input`, on iopub: the code that is about to run. */
export interface ExecuteInput {
  code: string;
  execution_count: number;
}

/** `execute_result`, on iopub: the value of a cell. */
export interface ExecuteResult extends DisplayData {
  execution_count: number;
}

/** `is_complete_request`, on shell. */
export interface IsCompleteRequest {
  code: string;
}

/** `is_complete_reply`; its status is the answer. */
export type IsCompleteReply =
  | { status: "complete" | "invalid" | "unknown" }
  /** `indent` is what the next line should start with. */
  | { status: "incomplete"; indent: string };
