/**
 * The table of debug requests: the arguments of each and the body of its
 * response. `argument_shapes.ts` holds the checks of what clients send.
 *
 * @module
 */

import type { DebugProtocol as Dap } from "@vscode/debugprotocol";
import type { Empty } from "../protocol/messages.ts";

/** A breakpoint as a client asks for it. Lines count from 1. */
export interface AskedBreakpoint {
  line: number;
  condition?: string;
  hitCondition?: string;
  logMessage?: string;
}

/** What Jupyter asks beside the Debug Adapter Protocol. */
export interface DebugInfo {
  isStarted: boolean;
  hashMethod: string;
  hashSeed: number;
  tmpFilePrefix: string;
  tmpFileSuffix: string;
  breakpoints: { source: string; breakpoints: Dap.SourceBreakpoint[] }[];
  stoppedThreads: number[];
  richRendering: boolean;
  exceptionPaths: string[];
  copyToGlobals: boolean;
}

type Thread = { threadId?: number };
type Variables = { variables: Dap.Variable[] };

/** Each command with its arguments and its response's body. */
export interface DebugRequests {
  attach: { arguments: Empty; body: void };
  configurationDone: { arguments: Empty; body: void };
  continue: { arguments: Thread; body: { allThreadsContinued: boolean } };
  copyToGlobals: {
    arguments: {
      srcVariableName: string;
      dstVariableName: string;
      srcFrameId?: number;
    };
    body: Dap.SetExpressionResponse["body"];
  };
  debugInfo: { arguments: Empty; body: DebugInfo };
  disconnect: { arguments: { restart?: boolean }; body: void };
  dumpCell: { arguments: { code: string }; body: { sourcePath: string } };
  evaluate: {
    arguments: { expression: string; frameId?: number; context?: string };
    body: Dap.EvaluateResponse["body"];
  };
  exceptionInfo: {
    arguments: Thread;
    body: Dap.ExceptionInfoResponse["body"];
  };
  initialize: { arguments: { clientID?: string }; body: Dap.Capabilities };
  inspectVariables: { arguments: Empty; body: Variables };
  modules: {
    arguments: { startModule?: number; moduleCount?: number };
    body: Dap.ModulesResponse["body"];
  };
  next: { arguments: Thread; body: void };
  pause: { arguments: Thread; body: void };
  richInspectVariables: {
    arguments: { variableName: string; frameId?: number };
    body: { data: Record<string, unknown>; metadata: Empty };
  };
  scopes: { arguments: { frameId: number }; body: { scopes: Dap.Scope[] } };
  setBreakpoints: {
    arguments: {
      source: { path?: string };
      breakpoints: AskedBreakpoint[];
    };
    body: { breakpoints: Dap.Breakpoint[] };
  };
  setExceptionBreakpoints: { arguments: { filters: string[] }; body: void };
  setVariable: {
    arguments: { variablesReference: number; name: string; value: string };
    body: Dap.SetVariableResponse["body"];
  };
  source: {
    arguments: { source?: { path?: string }; sourceReference?: number };
    body: Dap.SourceResponse["body"];
  };
  stackTrace: {
    arguments: { startFrame?: number; levels?: number };
    body: Dap.StackTraceResponse["body"];
  };
  stepIn: { arguments: Thread; body: void };
  stepOut: { arguments: Thread; body: void };
  terminate: { arguments: Empty; body: void };
  threads: { arguments: Empty; body: { threads: Dap.Thread[] } };
  variables: {
    arguments: {
      variablesReference: number;
      filter?: string;
      start?: number;
      count?: number;
    };
    body: Variables;
  };
}

export type DebugCommand = keyof DebugRequests;
