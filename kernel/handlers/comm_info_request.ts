import type { CommInfoReply, CommInfoRequest } from "../protocol/comm.ts";
import type { Context } from "./context.ts";

/** Lists the open comms, so that a front end can take them up again. */
export function commInfoRequest(
  { target_name }: CommInfoRequest,
  { comms }: Context,
): CommInfoReply {
  return { status: "ok", comms: comms.open(target_name) };
}
