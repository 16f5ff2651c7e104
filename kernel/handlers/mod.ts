/**
 * The handler of each request, by `msg_type`. Some bring much with them, and
 * are loaded by the first who asks: no cell has to wait for that.
 *
 * @module
 */

import type { Handlers } from "./context.ts";
import { backgroundRequest } from "./background_request.ts";
import { commInfoRequest } from "./comm_info_request.ts";
import { commClose, commMsg, commOpen } from "./comm_message.ts";
import { debugRequest } from "./debug_request.ts";
import { executeRequest } from "./execute_request.ts";
import { historyRequest } from "./history_request.ts";
import { interruptRequest } from "./interrupt_request.ts";
import { isCompleteRequest } from "./is_complete_request.ts";
import { kernelInfoRequest } from "./kernel_info_request.ts";
import { shutdownRequest } from "./shutdown_request.ts";
import type * as Complete from "./complete_request.ts";
import type * as Inspect from "./inspect_request.ts";
import type * as Usage from "./usage_request.ts";
import { onDemand } from "../system/on_demand.ts";

export const HANDLERS: Handlers = {
  background_request: backgroundRequest,
  comm_close: commClose,
  comm_info_request: commInfoRequest,
  comm_msg: commMsg,
  comm_open: commOpen,
  complete_request: async (content, context) => {
    const { completeRequest }: typeof Complete = await import(
      onDemand("./complete_request.ts")
    );
    return await completeRequest(content, context);
  },
  debug_request: debugRequest,
  execute_request: executeRequest,
  history_request: historyRequest,
  inspect_request: async (content, context) => {
    const { inspectRequest }: typeof Inspect = await import(
      onDemand("./inspect_request.ts")
    );
    return await inspectRequest(content, context);
  },
  interrupt_request: interruptRequest,
  is_complete_request: isCompleteRequest,
  kernel_info_request: kernelInfoRequest,
  shutdown_request: shutdownRequest,
  usage_request: async () => {
    const { usageRequest }: typeof Usage = await import(
      onDemand("./usage_request.ts")
    );
    return usageRequest();
  },
};
