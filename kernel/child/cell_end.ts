/** How a cell ends: its value is noted, shown and sent. */

import type { Whereabouts } from "../bridge/child_calls.ts";
import { type CellEnd, CHUNK_LENGTH } from "../bridge/payload.ts";
import {
  currentCell,
  isAwaiting,
  knownCell,
  withinCell,
} from "./cells/cells.ts";
import { noteGone } from "./gone.ts";
import { pause } from "./compiled/guard.ts";
import { updateImports } from "./compiled/live_imports.ts";
import { idle } from "./language/idle.ts";
import { giveBack, setAside } from "./language/intrinsics.ts";
import { isObject } from "./language/is_object.ts";
import { JSON, Object } from "./language/natives.ts";
import { fenceEnd } from "./output/barrier.ts";
import { fence } from "./output/fence.ts";
import { flush, jsonOf, postJson } from "./output/output.ts";
import { describe } from "./show/failure.ts";
import { format, hasDisplay } from "./show/format.ts";

const { stringify } = JSON;

/**
 * What the latest script of a cell gave, until it is shown. Not given to
 * DevTools, which would send a large string to the kernel and back.
 */
let end: { id: number; value: unknown } | undefined;

/** The latest cell that closed itself, until the next begins. */
let closed: { id: number; report: string } | undefined;

/** Nothing has been given yet by the cell that begins. */
export function forgetEnd() {
  end = closed = undefined;
}

/** The value that the cell ended with, for those who show it themselves. */
export function lastValue(): unknown {
  return end?.value;
}

/** Whether the cell ended with that value, which has a method that shows it. */
export function isShownByItself(value: unknown): boolean {
  return end?.value === value && isObject(value) && hasDisplay(value);
}

/** Notes that a cell's functions exist. V8 makes a promise of that. */
export function declared(id: number) {
  setAside();
  end = { id, value: undefined };
}

/** Notes the value of a cell, the last that its code does. */
export function ended(value: unknown) {
  setAside();
  end = { id: currentCell().id, value };
}

/**
 * Where a script is whose promise DevTools has lost: closed, so that the pipes
 * carry its mark; at its end; at an `await` that nothing will come back to; or
 * ended by an error that is lost as well.
 */
export function whereabouts(id: number): Whereabouts {
  if (closed?.id === id) return "closed";
  if (end?.id === id) return "ended";
  return isAwaiting(id) ? "awaiting" : "threw";
}

/**
 * Ends a cell by the cell's own last `await`, in a turn of its own: its value is
 * formatted, what is gathered is sent, and the pipes are marked. So the kernel
 * need not ask for it.
 *
 * @returns JSON of a `Finish`; empty if the cell was stopped.
 */
export function close(id: number): Promise<string> {
  end ??= { id, value: undefined };
  return withinCell(id, async () => {
    // What the cell left to its microtasks comes before its end.
    await idle();
    // The kernel has ended it already, or ends it.
    if (end?.id !== id || knownCell(id).stopped) return "";
    const report = await reportOf(id, () => fenceEnd(id));
    closed = { id, report };
    return report;
  });
}

/**
 * The same for a cell that did not come to its end, or whose end DevTools has
 * lost.
 *
 * @returns JSON of a `Finish`; JSON because a bundle may hold what DevTools
 *   would refuse to copy.
 */
export function finish(id: number, mark: string): Promise<string> {
  return withinCell(id, async () => {
    if (closed?.id !== id) return await reportOf(id, () => fence(mark), true);
    fence(mark);
    giveBack();
    return closed.report;
  });
}

/** @param inCall Whether this is within a call by DevTools. */
async function reportOf(
  id: number,
  mark: () => boolean,
  inCall = false,
): Promise<string> {
  // Nothing of a stopped cell runs any more, not even display methods.
  const shown = end?.id === id && !knownCell(id).stopped;
  const value = shown ? end!.value : undefined;
  end = undefined;
  updateImports();
  const report: CellEnd = Object.create(null);
  let json;
  try {
    // A display method must run in a turn of its own: DevTools, within whose
    // call this is, could not stop it.
    if (inCall && isObject(value)) await pause(idle());
    const bundle = value === undefined
      ? undefined
      : await (pause(format(value)) as ReturnType<typeof format>);
    if (bundle) report.data = bundle as CellEnd["data"];
    json = jsonOf(report) ?? stringify({
      data: { "text/plain": "A value of more than 256 MB was left out" },
    });
  } catch (error) {
    json = stringify({ failure: describe(error) });
  }
  const posted = json.length > CHUNK_LENGTH;
  if (posted) {
    // `postJson()` waits for the kernel to take what was sent. Within a call by
    // DevTools it would wait for ever, so that call has to end first.
    await pause(idle());
    postJson("end", json);
    json = "{}";
  } else flush();
  const fenced = mark();
  noteGone(id);
  giveBack();
  return `{"fenced":${fenced},"posted":${posted},"end":${json}}`;
}

/** An error of a cell, as JSON of a failure. */
export async function describeThrown(thrown: unknown): Promise<string> {
  if (isObject(thrown)) await idle();
  const json = stringify(describe(thrown));
  giveBack();
  return json;
}
