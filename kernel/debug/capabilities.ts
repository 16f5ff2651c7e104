/** What a client may ask of the debugger; all else is refused. */

import type { DebugProtocol as Dap } from "@vscode/debugprotocol";
import { EXCEPTION_FILTERS } from "./exceptions.ts";

export const CAPABILITIES: Dap.Capabilities = {
  supportsConfigurationDoneRequest: true,
  supportsConditionalBreakpoints: true,
  supportsHitConditionalBreakpoints: true,
  supportsLogPoints: true,
  supportsEvaluateForHovers: true,
  supportsSetVariable: true,
  supportsModulesRequest: true,
  supportsExceptionInfoRequest: true,
  supportsTerminateRequest: true,
  supportsDelayedStackTraceLoading: true,
  exceptionBreakpointFilters: EXCEPTION_FILTERS,
};
