/**
 * Messages of comms: notes which are open, and hands all of them to the cells.
 * None has a reply, so one that names no comm is dropped.
 *
 * @module
 */

import type { CommClose, CommMessage, CommOpen } from "../protocol/comm.ts";
import type { Context } from "./context.ts";

type Kind = "comm_open" | "comm_msg" | "comm_close";

/** Opens a comm; what nobody takes is closed again. */
export async function commOpen(content: CommOpen, context: Context) {
  const { comms, publish } = context;
  comms.note("comm_open", { ...content });
  if (await deliver("comm_open", content, context)) return;
  const closed = { comm_id: content.comm_id, data: {} };
  comms.note("comm_close", closed);
  publish("comm_close", closed);
}

export async function commMsg(content: CommMessage, context: Context) {
  await deliver("comm_msg", content, context);
}

export async function commClose(content: CommClose, context: Context) {
  context.comms.note("comm_close", { ...content });
  await deliver("comm_close", content, context);
}

async function deliver(
  msg_type: Kind,
  content: CommOpen | CommMessage | CommClose,
  context: Context,
): Promise<boolean> {
  const { counter, interpreter, publish, request } = context;
  const outcome = await interpreter.deliver({
    msg_type,
    message: { ...request, content: { ...content } },
    id: counter.id(),
    sink: {
      stream: (name, text) => publish("stream", { name, text }),
      broadcast() {},
      input: () => Promise.reject(new Error("No cell to ask for")),
    },
  });
  if (outcome.status === "ok") return outcome.taken;
  publish("error", outcome.error);
  return false;
}
