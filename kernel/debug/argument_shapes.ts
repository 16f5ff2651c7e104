/**
 * What clients send, checked, by command.
 *
 * @module
 */

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
import type {
  AskedBreakpoint,
  DebugCommand,
  DebugRequests,
} from "./requests.ts";

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
