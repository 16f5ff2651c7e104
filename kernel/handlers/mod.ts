/** The handler of each request, by `msg_type`. */

import type { Handlers } from "./context.ts";
import { commInfoRequest } from "./comm_info_request.ts";
import { commClose, commMsg, commOpen } from "./comm_message.ts";
import { completeRequest } from "./complete_request.ts";
import { executeRequest } from "./execute_request.ts";
import { historyRequest } from "./history_request.ts";
import { inspectRequest } from "./inspect_request.ts";
import { interruptRequest } from "./interrupt_request.ts";
import { isCompleteRequest } from "./is_complete_request.ts";
import { kernelInfoRequest } from "./kernel_info_request.ts";
import { shutdownRequest } from "./shutdown_request.ts";

export const HANDLERS: Handlers = {
  comm_close: commClose,
  comm_info_request: commInfoRequest,
  comm_msg: commMsg,
  comm_open: commOpen,
  complete_request: completeRequest,
  execute_request: executeRequest,
  history_request: historyRequest,
  inspect_request: inspectRequest,
  interrupt_request: interruptRequest,
  is_complete_request: isCompleteRequest,
  kernel_info_request: kernelInfoRequest,
  shutdown_request: shutdownRequest,
};
