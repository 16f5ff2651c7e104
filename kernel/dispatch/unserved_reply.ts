/**
 * The answer to what the specification has and this kernel has not, so that a
 * client that asks all the same need not wait for an answer in vain.
 *
 * Other types are unknown to both and get none, as from ipykernel.
 *
 * @module
 */

import type { Message } from "../protocol/message.ts";
import type { ErrorReply } from "../protocol/reply.ts";

const UNSERVED: ReadonlySet<string> = new Set([
  "connect_request",
  "create_subshell_request",
  "debug_request",
  "delete_subshell_request",
  "list_subshell_request",
]);

/** A failed response of the Debug Adapter Protocol, and a reply of Jupyter's. */
interface DebugReply extends ErrorReply {
  type: "response";
  seq: number;
  request_seq: number;
  command: string;
  success: false;
  message: string;
}

/** The content of the reply; none for a type that the specification lacks. */
export function unservedReply(
  { header: { msg_type }, content }: Message,
): ErrorReply | DebugReply | undefined {
  if (!UNSERVED.has(msg_type)) return;
  const ename = "NotSupportedError";
  const evalue = `This kernel has no ${msg_type}`;
  const traceback = [`${ename}: ${evalue}`];
  const failed: ErrorReply = { status: "error", ename, evalue, traceback };
  if (msg_type !== "debug_request") return failed;
  const { seq, command } = content;
  return {
    ...failed,
    type: "response",
    seq: 0,
    request_seq: Number.isSafeInteger(seq) ? Number(seq) : 0,
    command: typeof command === "string" ? command.slice(0, 80) : "",
    success: false,
    message: "This kernel has no debugger",
  };
}
