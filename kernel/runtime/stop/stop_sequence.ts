/**
 * Stop, in its three steps: ask, terminate and repair, and when nothing
 * answers, say so and leave the choice of a fresh runtime to a second Stop.
 *
 * @module
 */

import { CLEAN_UP_MS } from "../../bridge/child_calls.ts";
import type { DenoChild } from "../process/deno_child.ts";
import { descendants, signalAll } from "../process/descendants.ts";
import { mustTerminate } from "./must_terminate.ts";
import { terminate, terminatePaused } from "./terminate.ts";
import { trace } from "../../log/trace.ts";
import { within } from "../../time/within.ts";

/** How long a library may take to end cleanly. */
const LIBRARY_GRACE_MS = 1000;
/** An event loop that turns within this is not busy. */
export const TURN_MS = 25;
/** The same where a library has ended cleanly: nothing should be busy. */
const CLEAN_TURN_MS = 500;
/**
 * After this a runtime that does not answer may wait for a subprocess, in ms.
 * It is looked at again each time this has passed, since it may be about to
 * start one.
 */
const BLOCKED_MS = 200;
/** How long a callback of an earlier cell may take to end by itself. */
const CALLBACK_MS = 500;
/** After this the user is told what Stop waits for. */
const NOTICE_MS = 1500;
/**
 * How long a runtime that was terminated may take to come to rest, each time.
 * One that never does is lost.
 */
const AFTER_TERMINATION_MS = [250, 250, 1000, 2000];
/**
 * How long the runtime may take to repair itself. One that takes longer is
 * lost.
 */
export const LOST_MS = 4000;

/** How long the clean-up of stopped cells is waited for; it ends itself before. */
const CLEAN_UP_WAIT_MS = CLEAN_UP_MS + 250;

export interface StopView {
  child: DenoChild;
  /** A cell, and what runs beside it. */
  cells: number[];
  /** When the first started, in the ticks of `descendants.ts`. */
  since: number;
  /** Fulfilled when their code is known to have ended. */
  ended: Promise<unknown>;
  /** Fulfilled when the user would rather not wait for a clean-up. */
  hurried: Promise<unknown>;
  /** Called when Stop has to wait for a native call. */
  onWaiting(): void;
  /** Called when TensorFlow.js' backend had to be started anew. */
  onFreshBackend(): void;
}

/** @returns Whether the runtime can be used on. */
export async function stopCells(view: StopView): Promise<boolean> {
  const { child, cells } = view;
  // Sends a signal to the processes that the cell started, as Ctrl-C in a
  // terminal does. Once, since many programs take a second one for "at once,
  // without saving". A signal that came before `exec` went to the former
  // program, and is lost. Ctrl-C does not reach what was detached, such as
  // Playwright's browsers.
  const told = new Set<string>();
  const interruptProcesses = () => {
    const fresh = new Map(
      descendants(child.pid, view.since)
        .filter(({ group }) => group === child.pid)
        .map(({ pid, name }) => [`${pid} ${name}`, pid]),
    );
    for (const known of told) fresh.delete(known);
    for (const key of fresh.keys()) told.add(key);
    if (fresh.size > 0) trace("stop", `SIGINT to ${[...fresh.keys()]}`);
    signalAll([...fresh.values()], "SIGINT");
  };
  // While a cell waits in `execSync`, only the end of its process ends it.
  const blocked = setInterval(interruptProcesses, BLOCKED_MS);
  const notice = setTimeout(() => view.onWaiting(), NOTICE_MS);
  child.debugger.beginStop();
  try {
    const willEnd = await child.call("interrupt", cells);
    const wasCut = await endPause(child, cells);
    const clean = willEnd && !wasCut &&
      await within(LIBRARY_GRACE_MS, view.ended);
    trace(
      "stop",
      `cells ${cells}: a library ${clean ? "ended" : "did not end"} them`,
    );
    const idle = turn(child);
    let terminated = wasCut;
    if (!await within(clean ? CLEAN_TURN_MS : TURN_MS, idle)) {
      const runsOn = await mustTerminate(child, cells, idle) &&
        !await endsByItself(child, cells, idle);
      if (runsOn && !await endAll(child, cells)) return false;
      terminated ||= runsOn;
    }
    trace("stop", terminated ? "what ran is terminated" : "nothing runs");
    clearInterval(blocked);
    clearTimeout(notice);
    // A process that the cell awaited would run on, and print, for ever. Where
    // a library has ended the cell, the cell awaited the library.
    if (!clean && cells.length > 0) interruptProcesses();
    if (!await cleanUp(view, terminated)) return false;
    trace("stop", "clean-up is over; TensorFlow.js is repaired");
    const repaired = child.call("interrupted", cells).then((isFresh) => {
      if (isFresh) view.onFreshBackend();
    });
    return await within(LOST_MS, repaired);
  } catch (error) {
    // The runtime ended, or is past the point where it runs anything.
    trace("stop", `given up: ${error}`);
    return false;
  } finally {
    child.debugger.endStop();
    clearInterval(blocked);
    clearTimeout(notice);
  }
}

/**
 * Ends what a debugger holds where it stands, as whoever stops it there does
 * not want the rest of it; but not in an operation of TensorFlow.js.
 *
 * @returns Whether code was cut.
 */
async function endPause(child: DenoChild, cells: number[]): Promise<boolean> {
  if (!child.debugger.isPaused) return false;
  const isCut = !await child.call("inOperation", cells);
  trace("stop", `what is paused ${isCut ? "is cut" : "goes on"}`);
  return await child.debugger.goOn(isCut) && isCut;
}

/**
 * Lets the cells' `catch`, `finally` and `using` run, for a while.
 *
 * @returns False if what they do never ends.
 */
async function cleanUp(
  { child, cells, ended, hurried }: StopView,
  terminated: boolean,
): Promise<boolean> {
  if (cells.length === 0) return true;
  const cleaned = child.call("cleanUp", cells, terminated);
  // Code that was terminated never says that it has ended.
  const over = terminated ? cleaned : Promise.all([cleaned, ended]);
  if (await within(CLEAN_UP_WAIT_MS, Promise.race([over, hurried]))) {
    // Without this it is an unhandled rejection when the runtime is ended.
    cleaned.catch(() => {});
  }
  const idle = turn(child);
  if (await within(TURN_MS, idle)) return true;
  return !await mustTerminate(child, cells, idle) ||
    await endAll(child, cells);
}

/**
 * Whether what runs is a callback of a cell that nobody stops, and a short one:
 * an interval that moves a chart is not cut.
 */
async function endsByItself(
  child: DenoChild,
  cells: number[],
  idle: Promise<boolean>,
): Promise<boolean> {
  if (cells.length === 0 || !await child.call("isOtherBusy", cells)) {
    return false;
  }
  return await within(CALLBACK_MS, idle);
}

/**
 * Ends what runs, and what that leaves running. The timers of a cell whose code
 * is ended do nothing more: an interval that is busy for longer than it waits
 * would hold up the event loop at once again.
 *
 * @returns False if it never ends.
 */
async function endAll(child: DenoChild, cells: number[]): Promise<boolean> {
  for (const [attempt, patience] of AFTER_TERMINATION_MS.entries()) {
    const end = attempt === 0 ? terminate : terminatePaused;
    trace("stop", `${end.name}(), attempt ${attempt + 1}`);
    await child.call("cancelOther", cells);
    await end(child.session, child.debugger);
    // If nothing ran, V8 terminates the next turn instead, and the termination
    // is used up.
    const turned = async () => await turn(child) || await turn(child);
    if (await within(patience, turned())) return true;
  }
  return false;
}

/**
 * Waits for a trip through the event loop, which can only be made while nothing
 * runs.
 *
 * @returns Whether it came to its end. V8 may collect the promise of a runtime
 *   that is busy with microtasks.
 */
function turn(child: DenoChild): Promise<boolean> {
  return child.call("turn")
    .then(() => true, () => false);
}
