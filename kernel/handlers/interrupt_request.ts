import type { InterruptReply } from "../protocol/lifecycle.ts";
import type { Empty } from "../protocol/messages.ts";
import type { Context } from "./context.ts";

/** Stops the running cell and drops what is queued behind it. */
export async function interruptRequest(
  _content: Empty,
  context: Context,
): Promise<InterruptReply> {
  await context.interrupt();
  return { status: "ok" };
}
