import type { ShutdownReply, ShutdownRequest } from "../protocol/lifecycle.ts";
import type { Context } from "./context.ts";

/** Ends the kernel; whoever asked for a restart starts the next one. */
export function shutdownRequest(
  { restart }: ShutdownRequest,
  context: Context,
): ShutdownReply {
  context.shutdown();
  return { status: "ok", restart };
}
