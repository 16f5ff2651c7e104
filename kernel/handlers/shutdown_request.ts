import type { ShutdownReply, ShutdownRequest } from "../protocol/lifecycle.ts";
import type { Context } from "./context.ts";

/**
 * Ends the kernel; whoever asked for a restart starts the next one. Other
 * clients, such as a second console, learn of it on iopub, as of ipykernel's.
 */
export function shutdownRequest(
  { restart }: ShutdownRequest,
  context: Context,
): ShutdownReply {
  context.shutdown();
  const content: ShutdownReply = { status: "ok", restart };
  context.publish("shutdown_reply", content);
  return content;
}
