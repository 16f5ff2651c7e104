/**
 * The table of debug requests: the arguments of each and the body of its
 * response, and the checks of what clients send.
 *
 * @module
 */

import type { DebugProtocol as Dap } from "@vscode/debugprotocol";
import type { Empty } from "../protocol/messages.ts";
import {
  count,
  dict,
  flag,
  list,
  number,
  optional,
  otherwise,
  record,
  type Shape,
  text,
} from "../protocol/shape.ts";

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

const thread = record({ threadId: optional(number) });
const path = record({ path: optional(text) });

/** By command, what its arguments must be. */
export const ARGUMENT_SHAPES: {
  readonly [Command in DebugCommand]: Shape<
    DebugRequests[Command]["arguments"]
  >;
} = {
  attach: dict,
  configurationDone: dict,
  continue: thread,
  copyToGlobals: record({
    srcVariableName: text,
    dstVariableName: text,
    srcFrameId: optional(number),
  }),
  debugInfo: dict,
  disconnect: record({ restart: optional(flag) }),
  dumpCell: record({ code: text }),
  evaluate: record({
    expression: text,
    frameId: optional(number),
    context: optional(text),
  }),
  exceptionInfo: thread,
  initialize: record({ clientID: optional(text) }),
  inspectVariables: dict,
  modules: record({
    startModule: optional(count),
    moduleCount: optional(count),
  }),
  next: thread,
  pause: thread,
  richInspectVariables: record({
    variableName: text,
    frameId: optional(number),
  }),
  scopes: record({ frameId: number }),
  setBreakpoints: record({
    source: path,
    breakpoints: otherwise(
      [],
      list(record<AskedBreakpoint>({
        line: count,
        condition: optional(text),
        hitCondition: optional(text),
        logMessage: optional(text),
      })),
    ),
  }),
  setExceptionBreakpoints: record({ filters: list(text) }),
  setVariable: record({ variablesReference: number, name: text, value: text }),
  source: record({ source: optional(path), sourceReference: optional(number) }),
  stackTrace: record({ startFrame: optional(count), levels: optional(count) }),
  stepIn: thread,
  stepOut: thread,
  terminate: dict,
  threads: dict,
  variables: record({
    variablesReference: number,
    filter: optional(text),
    start: optional(count),
    count: optional(count),
  }),
};

/** Whether the debugger knows a command. */
export function isDebugCommand(command: string): command is DebugCommand {
  return Object.hasOwn(ARGUMENT_SHAPES, command);
}
