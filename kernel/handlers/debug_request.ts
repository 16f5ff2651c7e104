import type { DebugReply, DebugRequest } from "../protocol/debug.ts";
import type { Context } from "./context.ts";

/** Hands a request on to the debugger, and publishes its events. */
export async function debugRequest(
  content: DebugRequest,
  { debug, publish }: Context,
): Promise<DebugReply> {
  return await debug.request(
    content,
    (event) => publish("debug_event", event),
  );
}
