/**
 * A comm's message between the kernel and the cells.
 *
 * @module
 */

import type { Message } from "../protocol/message.ts";
import type { OutputSink } from "./output_sink.ts";

/** A comm's message on its way to the cells. */
export interface CommDelivery {
  msg_type: "comm_open" | "comm_msg" | "comm_close";
  message: Message;
  /** Counts with the executions. */
  id: number;
  /** For what Stop has to say; its handler's output goes to a cell. */
  sink: OutputSink;
}
