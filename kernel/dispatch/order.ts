/**
 * Which requests wait for which.
 *
 * @module
 */

import type { RequestType } from "../protocol/messages.ts";

/**
 * - `cell`: waits for all that came before.
 * - `comm`: goes to the cell that runs, which may await just this message, where
 *   its comm is open; else waits for the cells that came before that one. Keeps
 *   its order with other messages of its comm.
 * - `once`: is answered at once, also while a cell runs.
 */
export type Order = "cell" | "comm" | "once";

/** Whether each request waits. */
export const ORDER: { readonly [Type in RequestType]: Order } = {
  background_request: "once",
  comm_close: "comm",
  comm_info_request: "once",
  comm_msg: "comm",
  comm_open: "comm",
  complete_request: "once",
  debug_request: "once",
  execute_request: "cell",
  history_request: "once",
  inspect_request: "once",
  interrupt_request: "once",
  is_complete_request: "once",
  kernel_info_request: "once",
  shutdown_request: "once",
  usage_request: "once",
};
