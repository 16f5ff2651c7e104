/**
 * At which exceptions the code is paused.
 *
 * @module
 */

import type { DebugProtocol as Dap } from "@vscode/debugprotocol";
import type { CallFrame, Events, StackTrace } from "../cdp/domains.ts";
import { DebugError } from "./debug_error.ts";
import { isCaught } from "./is_caught.ts";
import type { Locations } from "./locations.ts";

/** As clients show them. */
export const EXCEPTION_FILTERS: Dap.ExceptionBreakpointsFilter[] = [
  {
    filter: "uncaught",
    label: "Uncaught Exceptions",
    description: "Exceptions that end a cell, or that nothing catches",
    default: false,
  },
  {
    filter: "caught",
    label: "Caught Exceptions",
    description: "Exceptions that some code catches",
    default: false,
  },
];

/** @throws {DebugError} If there is no such filter. */
export function checkFilters(filters: string[]): void {
  const known = EXCEPTION_FILTERS.map(({ filter }) => filter);
  const unknown = filters.find((filter) => !known.includes(filter));
  if (unknown === undefined) return;
  const name = JSON.stringify(unknown.slice(0, 80));
  throw new DebugError(`No filter ${name}; there are ${known.join(", ")}`);
}

/** The sources of cells and modules. */
export type SourceOf = (path: string) => Promise<string | undefined>;

/** Whether a filter wants what was thrown. */
export async function isWantedBy(
  filters: string[],
  { callFrames, data, asyncStackTrace }: Events["Debugger.paused"],
  locations: Locations,
  sourceOf: SourceOf,
): Promise<boolean> {
  if (filters.length === 0) return false;
  if (filters.length === EXCEPTION_FILTERS.length) return true;
  const caught = data?.uncaught !== true && await isCaughtIn(
    [
      ...callFrames.map(({ location }) => location),
      ...asyncFrames(asyncStackTrace),
    ],
    locations,
    sourceOf,
  );
  return filters.includes(caught ? "caught" : "uncaught");
}

/** The code that awaits what was thrown, or has started it. */
function asyncFrames(trace: StackTrace | undefined): CallFrame[] {
  const frames: CallFrame[] = [];
  for (let at = trace; at; at = at.parent) {
    if (at.description !== undefined && at.description !== "await") break;
    frames.push(...at.callFrames);
  }
  return frames;
}

async function isCaughtIn(
  frames: { scriptId: string; lineNumber: number; columnNumber?: number }[],
  locations: Locations,
  sourceOf: SourceOf,
): Promise<boolean> {
  for (const frame of frames) {
    const place = await locations.at(frame);
    if (!place) continue;
    // A package may catch what it throws, but its source is not at hand to say so.
    if (place.isPackage) continue;
    const source = await sourceOf(place.path);
    if (source === undefined) continue;
    if (isCaught(source, place.line, place.column)) return true;
  }
  return false;
}
