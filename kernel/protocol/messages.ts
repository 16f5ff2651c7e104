/**
 * The table of messages: each request with what its content and its reply's
 * content say, and each message on iopub with its content.
 *
 * `parse_request.ts` and `parse_broadcast.ts` hold the checks of what comes
 * from outside, `handlers/mod.ts` who answers, `dispatch/order.ts` what waits
 * for what; a test walks all of them against each other.
 *
 * @module
 */

import type {
  CommClose,
  CommInfoReply,
  CommInfoRequest,
  CommMessage,
  CommOpen,
} from "./comm.ts";
import type { DebugEvent, DebugReply, DebugRequest } from "./debug.ts";
import type {
  ExecuteInput,
  ExecuteReply,
  ExecuteRequest,
  ExecuteResult,
  IsCompleteReply,
  IsCompleteRequest,
} from "./execution.ts";
import type {
  CompleteReply,
  CompleteRequest,
  HistoryReply,
  HistoryRequest,
  InspectReply,
  InspectRequest,
} from "./introspection.ts";
import type {
  InterruptReply,
  IopubWelcome,
  KernelInfoReply,
  ShutdownReply,
  ShutdownRequest,
  Status,
} from "./lifecycle.ts";
import type {
  ClearOutput,
  DisplayData,
  Stream,
  UpdateDisplayData,
} from "./output.ts";
import type { BackgroundReply } from "./background.ts";
import type { ErrorContent } from "./reply.ts";
import type { UsageReply } from "./usage.ts";

/** A content of which nothing is asked. */
export type Empty = Record<string, unknown>;

/**
 * What a client sends on shell or control. Comms' messages have no reply, and
 * `usage_request` has none where the system tells nothing.
 */
export interface Requests {
  background_request: { content: Empty; reply: BackgroundReply };
  comm_close: { content: CommClose; reply: void };
  comm_info_request: { content: CommInfoRequest; reply: CommInfoReply };
  comm_msg: { content: CommMessage; reply: void };
  comm_open: { content: CommOpen; reply: void };
  complete_request: { content: CompleteRequest; reply: CompleteReply };
  debug_request: { content: DebugRequest; reply: DebugReply };
  execute_request: { content: ExecuteRequest; reply: ExecuteReply };
  history_request: { content: HistoryRequest; reply: HistoryReply };
  inspect_request: { content: InspectRequest; reply: InspectReply };
  interrupt_request: { content: Empty; reply: InterruptReply };
  is_complete_request: { content: IsCompleteRequest; reply: IsCompleteReply };
  kernel_info_request: { content: Empty; reply: KernelInfoReply };
  shutdown_request: { content: ShutdownRequest; reply: ShutdownReply };
  usage_request: { content: Empty; reply: UsageReply | void };
}

export type RequestType = keyof Requests;

/** What the kernel publishes. */
export interface IopubContents {
  clear_output: ClearOutput;
  comm_close: CommClose;
  comm_msg: CommMessage;
  comm_open: CommOpen;
  debug_event: DebugEvent;
  display_data: DisplayData;
  error: ErrorContent;
  execute_input: ExecuteInput;
  execute_result: ExecuteResult;
  iopub_welcome: IopubWelcome;
  shutdown_reply: ShutdownReply;
  status: Status;
  stream: Stream;
  update_display_data: UpdateDisplayData;
}

export type IopubType = keyof IopubContents;
