import type { InterruptReply } from "../protocol/lifecycle.ts";
import type { Context } from "./context.ts";

/** Stops the running cell and drops what is queued behind it. */
export async function interruptRequest(
  _content: Record<string, unknown>,
  context: Context,
): Promise<InterruptReply> {
  await context.interrupt();
  return { status: "ok" };
}
