/**
 * Which cell the code that runs now belongs to.
 *
 * The context set here follows timers, promises and event handlers, so late
 * output and late errors find the cell that started them, and a stopped cell's
 * leftovers are known when they try to go on.
 *
 * @module
 */

import { AsyncLocalStorage } from "node:async_hooks";
import { withIntrinsics } from "../language/intrinsics.ts";
import { Map, Reflect, Set } from "../language/natives.ts";
import { leaveCaptures } from "./capture.ts";

/** An `await` that has not come back. */
export interface Standing {
  /** The call of an async function that awaits, numbered as they begin. */
  call: number;
  reject: (error: unknown) => void;
  /** A list of links: it must not depend on what cells make of `Set`. */
  next?: Standing;
  previous?: Standing;
}

export interface Cell {
  readonly id: number;
  /** The cell that its output is shown in: itself, or whose callback it is. */
  readonly shownIn: number;
  /**
   * That cell, if it is another one. It is kept here so that it does not go
   * before this one.
   */
  readonly owner?: Cell;
  /** Its own code does not come back from an `await`. */
  stopped: boolean;
  /** How many of its awaits have not come back. */
  awaits: number;
  /** Timers of the libraries it called do nothing either. */
  cancelled: boolean;
  /** Ended together with the cell when it is stopped. */
  readonly workers: Set<{ terminate(): unknown }>;
  /** The first of its awaits that have not come back. */
  standing?: Standing;
  /** What its clean-up runs as, once it is stopped. */
  cleanup?: Cell;
}

const storage = new AsyncLocalStorage<Cell>();
/** Cells that have not ended. */
const cells = new Map<number, Cell>();
/** Cells that have ended, as long as something that they started may run. */
const ended = new Map<number, WeakRef<Cell>>();
const Reference = WeakRef;
const { deref } = WeakRef.prototype;
const { apply } = Reflect;
let latest = newCell(0);

function newCell(id: number, owner?: Cell): Cell {
  const workers = new Set<{ terminate(): unknown }>();
  return {
    id,
    shownIn: owner?.shownIn ?? id,
    owner,
    stopped: false,
    awaits: 0,
    cancelled: false,
    workers,
  };
}

/** Cell `id`; known from now on: Stop may come before it begins. */
export function knownCell(id: number): Cell {
  let cell = cells.get(id) ?? endedCell(id);
  if (!cell) {
    cell = newCell(id);
    cells.set(id, cell);
  }
  return cell;
}

function endedCell(id: number): Cell | undefined {
  const reference = ended.get(id);
  return reference && apply(deref, reference, []);
}

/** From now on only what the cell started keeps it. */
export function endCell(id: number): Cell {
  const cell = knownCell(id);
  cells.delete(id);
  ended.set(id, new Reference(cell));
  return cell;
}

export function hasEnded(cell: Cell): boolean {
  return cells.get(cell.id) !== cell;
}

/**
 * Forgets a cell of which nothing is left.
 *
 * @returns False if it is known again, as after a Stop.
 */
export function forgetCell(id: number): boolean {
  if (cells.has(id) || endedCell(id)) return false;
  ended.delete(id);
  return true;
}

/**
 * Makes everything that the caller starts from here on part of cell `id`.
 *
 * Only in a turn of the caller's own. What DevTools calls may be in the middle
 * of an earlier cell's code, which would go on as part of this one.
 */
export function enterCell(id: number) {
  latest = knownCell(id);
  storage.enterWith(latest);
  leaveCaptures();
}

/** Makes what `work` starts part of cell `id`, and nothing around it. */
export function withinCell<T>(id: number, work: () => T): T {
  return storage.run(knownCell(id), work);
}

/** Makes what `work` starts part of no cell. `exit()` would not (Deno 2.9.6). */
export function outsideCells<T>(work: () => T): T {
  return storage.run(undefined!, work);
}

/**
 * A callback of `owner` runs under an id of its own, so that stopping it stops
 * nothing else. Callbacks of a stopped cell are called, too.
 */
export function enterHandler(id: number, owner: Cell) {
  const cell = newCell(id, owner);
  cells.set(id, cell);
  storage.enterWith(cell);
  leaveCaptures();
}

/** The callback has returned; what it awaits goes on. */
export function leaveHandler(id: number) {
  cells.delete(id);
}

/** The cell whose code is running; the newest where the engine lost track. */
export function currentCell(): Cell {
  return storage.getStore() ?? latest;
}

/** Whether code of the cell waits for something, as far as is known. */
export function isAwaiting(id: number): boolean {
  return ((cells.get(id) ?? endedCell(id))?.awaits ?? 0) > 0;
}

/** Whether any cell awaits something, but for those that Stop has ended. */
export function areAwaiting(): boolean {
  return withIntrinsics(() => {
    for (const id of [...cells.keys(), ...ended.keys()]) {
      const cell = cells.get(id) ?? endedCell(id);
      if (cell && !cell.stopped && cell.awaits > 0) return true;
    }
    return false;
  });
}

/** The cell's own code ends at its next `await`; libraries may finish. */
export function stopCell(id: number) {
  knownCell(id).stopped = true;
}

/** Nothing of the cell goes on: no await, no timer, no Worker. */
export function cancelCell(id: number) {
  const cell = knownCell(id);
  cell.stopped = cell.cancelled = true;
  for (const worker of cell.workers) worker.terminate();
  cell.workers.clear();
}

/** The cell whose code ran when the kernel called, if any did. */
function interruptedCell(): Cell | undefined {
  return storage.getStore();
}

/** Whether the code that ran when the kernel called is another cell's. */
export function isOtherBusy(ids: readonly number[]): boolean {
  const cell = interruptedCell();
  return cell !== undefined && withIntrinsics(() => !ids.includes(cell.id));
}

/** Its timers do nothing any more. */
export function cancelOther(ids: readonly number[]) {
  if (isOtherBusy(ids)) interruptedCell()!.cancelled = true;
}

/** Notes an `await` of a cell. */
export function addStanding(cell: Cell, standing: Standing) {
  standing.next = cell.standing;
  if (cell.standing) cell.standing.previous = standing;
  cell.standing = standing;
}

/** Forgets an `await` that comes back. */
export function removeStanding(cell: Cell, standing: Standing) {
  const { next, previous } = standing;
  if (previous) previous.next = next;
  else if (cell.standing === standing) cell.standing = next;
  if (next) next.previous = previous;
  standing.next = standing.previous = undefined;
}

/** Whether an `await` was neither rejected nor came back. */
export function isStanding(cell: Cell, standing: Standing): boolean {
  return cell.standing === standing || standing.previous !== undefined;
}

/** Lets a stopped cell clean up. */
export function cleaningUp(cell: Cell) {
  cell.cleanup ??= newCell(cell.id, cell);
}

/** The time of the clean-up is over. */
export function cancelCleanup({ cleanup }: Cell) {
  if (!cleanup) return;
  cleanup.stopped = cleanup.cancelled = true;
  for (const worker of cleanup.workers) worker.terminate();
  cleanup.workers.clear();
}

/**
 * Makes what runs next part of the clean-up, if its cell has one.
 *
 * @returns The cell, for `leaveCleanup()`.
 */
export function enterCleanup(): Cell {
  const cell = currentCell();
  if (cell.cleanup) storage.enterWith(cell.cleanup);
  return cell;
}

export function leaveCleanup(cell: Cell) {
  if (cell.cleanup) storage.enterWith(cell);
}
