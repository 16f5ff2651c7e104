import type { ShutdownReply } from "../protocol/lifecycle.ts";
import type { Context } from "./context.ts";

/** Ends the kernel; whoever asked for a restart starts the next one. */
export function shutdownRequest(
  content: Record<string, unknown>,
  context: Context,
): ShutdownReply {
  context.shutdown();
  return { status: "ok", restart: content.restart === true };
}
