/**
 * Contents of the comm messages: channels that either end opens by name. They
 * expect no reply and may carry buffers.
 *
 * @module
 */

import type { ErrorReply } from "./reply.ts";

/** `comm_open`. */
export interface CommOpen {
  comm_id: string;
  target_name: string;
  data: Record<string, unknown>;
}

/** `comm_msg`. */
export interface CommMessage {
  comm_id: string;
  data: Record<string, unknown>;
}

/** `comm_close`. */
export interface CommClose {
  comm_id: string;
  data: Record<string, unknown>;
}

/** `comm_info_request`; without a name, all comms are asked for. */
export interface CommInfoRequest {
  target_name?: string;
}

/** `comm_info_reply`: the open comms by id. */
export type CommInfoReply = {
  status: "ok";
  comms: Record<string, { target_name: string }>;
} | ErrorReply;
