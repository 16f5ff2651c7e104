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
  "delete_subshell_request",
  "list_subshell_request",
]);

/** The content of the reply; none for a type that the specification lacks. */
export function unservedReply(
  { header: { msg_type } }: Message,
): ErrorReply | undefined {
  if (!UNSERVED.has(msg_type)) return;
  const ename = "NotSupportedError";
  const evalue = `This kernel has no ${msg_type}`;
  const traceback = [`${ename}: ${evalue}`];
  return { status: "error", ename, evalue, traceback };
}
