/**
 * The answer to a request that can't be served.
 *
 * @module
 */

import type { Requests, RequestType } from "../protocol/messages.ts";
import type { ErrorReply } from "../protocol/reply.ts";

/** Characters of an error's message that are repeated in an answer. */
const REPLY_MESSAGE_LENGTH = 10_000;

/**
 * The content of the reply; none where the protocol has no reply.
 *
 * @param execution_count The number that an `execute_reply` must have.
 */
export function failedReply<Type extends RequestType>(
  msg_type: Type,
  error: Error,
  execution_count: number,
): Requests[Type]["reply"] {
  const ename = error.name;
  const evalue = error.message.slice(0, REPLY_MESSAGE_LENGTH);
  const failed: ErrorReply = {
    status: "error",
    ename,
    evalue,
    traceback: [`${ename}: ${evalue}`],
  };
  const replies: { [Other in RequestType]: Requests[Other]["reply"] } = {
    background_request: failed,
    comm_close: undefined,
    comm_info_request: failed,
    comm_msg: undefined,
    comm_open: undefined,
    complete_request: failed,
    debug_request: {
      type: "response",
      seq: 0,
      request_seq: 0,
      command: "",
      success: false,
      message: evalue,
    },
    execute_request: { ...failed, execution_count },
    history_request: failed,
    inspect_request: failed,
    interrupt_request: failed,
    // Its status is the answer, and it has none for errors.
    is_complete_request: { status: "unknown" },
    kernel_info_request: failed,
    shutdown_request: failed,
    // The page that asks reads an error as measurements.
    usage_request: undefined,
  };
  return replies[msg_type];
}
