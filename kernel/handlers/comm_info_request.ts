import type { CommInfoReply } from "../protocol/comm.ts";
import type { Context } from "./context.ts";

/** Lists the open comms, so that a front end can take them up again. */
export function commInfoRequest(
  content: Record<string, unknown>,
  { comms }: Context,
): CommInfoReply {
  // Clients send null for what they leave out.
  const target = content.target_name ?? undefined;
  return {
    status: "ok",
    comms: comms.open(target === undefined ? undefined : String(target)),
  };
}
