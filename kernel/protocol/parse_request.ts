/**
 * What clients send, checked: the one place where the content of a signed
 * message becomes a type.
 *
 * @module
 */

import type { DebugRequest } from "./debug.ts";
import type { Requests, RequestType } from "./messages.ts";
import {
  count,
  dict,
  dictOf,
  flag,
  number,
  oneOf,
  optional,
  otherwise,
  record,
  type Shape,
  text,
  whole,
} from "./shape.ts";
import type { InputReply } from "./stdin.ts";

const comm = { comm_id: text, data: otherwise({}, dict) };
/** Where a client names no position, the end of the code is meant. */
const cursor = { code: text, cursor_pos: otherwise(Infinity, number) };

/** What a request's content must be, by its `msg_type`. */
export const REQUEST_SHAPES: {
  readonly [Type in RequestType]: Shape<Requests[Type]["content"]>;
} = {
  background_request: dict,
  comm_close: record(comm),
  comm_info_request: record({ target_name: optional(text) }),
  comm_msg: record(comm),
  comm_open: record({ ...comm, target_name: text }),
  complete_request: record(cursor),
  debug_request: record<DebugRequest>({
    seq: otherwise(0, count),
    command: text,
    arguments: optional(dict),
  }),
  execute_request: record({
    code: text,
    silent: optional(flag),
    store_history: optional(flag),
    user_expressions: optional(dictOf(text)),
    allow_stdin: optional(flag),
    stop_on_error: optional(flag),
  }),
  history_request: record({
    output: otherwise(false, flag),
    raw: otherwise(true, flag),
    hist_access_type: oneOf("range", "tail", "search"),
    session: optional(whole),
    start: optional(whole),
    stop: optional(whole),
    n: optional(whole),
    pattern: optional(text),
    unique: optional(flag),
  }),
  inspect_request: record({ ...cursor, detail_level: optional(whole) }),
  interrupt_request: dict,
  is_complete_request: record({ code: text }),
  kernel_info_request: dict,
  shutdown_request: record({ restart: otherwise(false, flag) }),
  usage_request: dict,
};

/** Whether this is the type of a request that the kernel knows. */
export function isRequestType(msg_type: string): msg_type is RequestType {
  return Object.hasOwn(REQUEST_SHAPES, msg_type);
}

/**
 * A request's content.
 *
 * @throws {ContentError} If a field is missing or of another type; the message
 *   names it.
 */
export function parseRequest<Type extends RequestType>(
  msg_type: Type,
  content: unknown,
): Requests[Type]["content"] {
  const shape: Shape<Requests[Type]["content"]> = REQUEST_SHAPES[msg_type];
  return shape(content, "");
}

const inputReply = record<InputReply>({ value: text });

/**
 * The content of an `input_reply`.
 *
 * @throws {ContentError} If its value is no text.
 */
export function parseInputReply(content: unknown): InputReply {
  return inputReply(content, "");
}
