/**
 * The clean-up of stopped cells: their `catch`, `finally` and `using`.
 *
 * Each `await` at which a cell stands is rejected once. The function that was
 * called last comes first: who awaits it gets its error by itself, after its
 * clean-up. What the clean-up in turn awaits runs as another cell
 * (`Cell.cleanup`), which is stopped when its time is over.
 *
 * @module
 */

import { CLEAN_UP_MS } from "../../bridge/child_calls.ts";
import {
  cancelCleanup,
  type Cell,
  cleaningUp,
  removeStanding,
  type Standing,
} from "../cells/cells.ts";
import { post } from "../output/output.ts";
import { Error, Promise, Reflect } from "../language/natives.ts";

/** What a function may take to end before the one that called it is rejected. */
const UNWIND_MS = 50;
/** After this all that still stand are rejected at once. */
const ORDERLY_MS = 500;

/** How often to look whether clean-up goes on. */
const CLEAN_UP_LOOK_MS = 1;

const turn = setImmediate;
const wait = setTimeout;
const clock = performance;
const { now: readClock } = Performance.prototype;
const { apply } = Reflect;

/** What the `await` of a stopped cell throws. */
export class InterruptedError extends Error {
  override name = "InterruptedError";
}

/**
 * Resolves when the clean-up of these cells is over, or its time.
 *
 * The cells' code runs in between, in their own world: nothing here may depend
 * on what they can change, such as methods and iterators of arrays.
 */
export async function cleanUp(cells: readonly Cell[]): Promise<void> {
  const start = now();
  const isLate = () => now() - start > CLEAN_UP_MS;
  const error = new InterruptedError("Stopped");
  error.stack = "InterruptedError: Stopped";
  for (let at = 0; at < cells.length; at++) cleaningUp(cells[at]);
  for (let last = lastCalled(cells); last; last = lastCalled(cells)) {
    removeStanding(last.cell, last.standing);
    last.standing.reject(error);
    const rejected = now();
    const isOrderly = rejected - start < ORDERLY_MS;
    // The functions that await it get its error, and clean up, within this
    // turn.
    await nextTurn();
    while (
      isOrderly && lastCalled(cells) && !isLate() &&
      (isBusy(cells) || now() - rejected < UNWIND_MS)
    ) await aWhile();
  }
  while (isBusy(cells) && !isLate()) await aWhile();
  for (let at = 0; at < cells.length; at++) {
    cancelCleanup(cells[at]);
    if (isLate()) post("stopped", cells[at].id);
  }
}

function now(): number {
  return apply(readClock, clock, []);
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => turn(resolve));
}

function aWhile(): Promise<void> {
  return new Promise((resolve) => wait(resolve, CLEAN_UP_LOOK_MS));
}

/** Whether their clean-up awaits something. */
function isBusy(cells: readonly Cell[]): boolean {
  for (let at = 0; at < cells.length; at++) {
    if (cells[at].cleanup!.awaits > 0) return true;
  }
  return false;
}

/** The await of the latest call, among those at which cells stand. */
export function lastCalled(
  cells: readonly Cell[],
): { cell: Cell; standing: Standing } | undefined {
  let last: { cell: Cell; standing: Standing } | undefined;
  for (let at = 0; at < cells.length; at++) {
    const cell = cells[at];
    let { standing } = cell;
    for (; standing; standing = standing.next) {
      if (!last || standing.call > last.standing.call) {
        last = { cell, standing };
      }
    }
  }
  return last;
}
