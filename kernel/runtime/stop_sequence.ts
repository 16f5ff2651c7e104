/**
 * Stop, in its three steps: ask, terminate and repair, and when nothing
 * answers, say so and leave the choice of a fresh runtime to a second Stop.
 *
 * @module
 */

import type { DenoChild } from "./deno_child.ts";
import { descendants, signalAll } from "./descendants.ts";

/** What a library that ends cleanly is given, in ms. */
const GRACE = 1000;
/** An event loop that turns within this is not busy, in ms. */
const TURN = 25;
/** The same where a library has ended cleanly: nothing should be busy, in ms. */
const CLEAN_TURN = 500;
/** A runtime that does not answer for this may wait for a subprocess, in ms;
 * looked at again each such time, since it may be about to start it. */
const BLOCKED = 200;
/** After this the user is told what Stop waits for, in ms. */
const PATIENCE = 1000;
/** A runtime that was terminated and answers nothing for this is lost, in ms. */
const LOST = 4000;
const ATTEMPTS = 4;

export interface StopView {
  child: DenoChild;
  /** A cell, and what runs beside it. */
  cells: number[];
  /** When the first started, in the ticks of `descendants.ts`. */
  since: number;
  /** Fulfilled when their code is known to have ended. */
  ended: Promise<unknown>;
  /** Called when Stop has to wait for a native call. */
  onWaiting(): void;
}

/** @returns Whether the runtime can be used on. */
export async function stopCells(view: StopView): Promise<boolean> {
  const { child, cells } = view;
  // As Ctrl-C in a terminal does: what `execSync` waits for gets the signal;
  // once, since many programs take a second one for "at once, without saving".
  const told = new Set<number>();
  const blocked = setInterval(() => {
    const fresh = descendants(child.pid, view.since)
      .filter((pid) => !told.has(pid));
    for (const pid of fresh) told.add(pid);
    signalAll(fresh, "SIGINT");
  }, BLOCKED);
  const notice = setTimeout(() => view.onWaiting(), PATIENCE);
  try {
    const willEnd = await child.evaluate(`${child.name}.interrupt([${cells}])`);
    const clean = willEnd && await within(GRACE, view.ended);
    const turned = child.evaluate(`${child.name}.turn()`, true)
      // V8 may collect the promise of a runtime that is busy with microtasks.
      .then(() => true, () => false);
    if (!await within(clean ? CLEAN_TURN : TURN, turned)) {
      await child.session.post("Runtime.terminateExecution", {});
    }
  } catch {
    // The runtime ended, or is past the point where it runs anything.
    return false;
  } finally {
    clearInterval(blocked);
    clearTimeout(notice);
  }
  return await settle(view);
}

/** Waits until nothing of the cell runs and the termination is used up. */
async function settle({ child, cells }: StopView): Promise<boolean> {
  // A termination that came when nothing ran hits what runs next: this.
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const done = child.evaluate(
      `${child.name}.interrupted([${cells}]), ${child.name}.turn()`,
      true,
    );
    const answered = done.then(() => true, () => false);
    if (await within(LOST / ATTEMPTS, answered)) return true;
  }
  return false;
}

/** Whether the promise is fulfilled, with other than false, in this many ms. */
async function within(
  milliseconds: number,
  promise: Promise<unknown>,
): Promise<boolean> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), milliseconds);
  });
  const answer = promise.then((value) => value !== false);
  const first = await Promise.race([answer, late]);
  clearTimeout(timer);
  return first;
}
