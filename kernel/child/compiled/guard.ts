/**
 * Awaits that a stopped cell does not come back from, but by an error.
 *
 * `Runtime.terminateExecution` ends code that runs. It does not end code that
 * waits: `while (true) { await sleep(10); n++ }` would go on for ever. So the
 * compiler sends each `await` of a cell through `guard()`. Stop then rejects
 * those that are pending (`stop/clean_up.ts`), so that clean-up runs; further
 * ones never come back, unless they belong to that clean-up.
 *
 * @module
 */

import {
  addStanding,
  type Cell,
  currentCell,
  enterCleanup,
  isStanding,
  leaveCleanup,
  removeStanding,
  type Standing,
} from "../cells/cells.ts";
import { noteRejection } from "../cells/rejections.ts";
import { isObject } from "../language/is_object.ts";
import { post } from "../output/output.ts";
import { Promise, Reflect, TypeError } from "../language/natives.ts";

const { apply } = Reflect;
const show = Deno.inspect;
const then = Promise.prototype.then;
const asyncIterator: typeof Symbol.asyncIterator = Symbol.asyncIterator;
const iterator: typeof Symbol.iterator = Symbol.iterator;

const never = new Promise<never>(() => {});

let calls = 0;

/** Numbers the calls of async functions, in the order in which they begin. */
export function beginCall(): number {
  return ++calls;
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return isObject(value) &&
    typeof (value as { then?: unknown }).then === "function";
}

function promiseOf(value: PromiseLike<unknown>): Promise<unknown> {
  return value instanceof Promise && value.constructor === Promise
    ? value
    : new Promise((resolve) => resolve(value));
}

/**
 * Settles like `value`. Once the current cell is stopped it rejects or, if it
 * begins only then, never settles.
 *
 * @param call Of the async function that awaits; 0 for the cell itself.
 */
export function guard(value?: unknown, call = 0): unknown {
  const cell = currentCell();
  const standing: Standing = { call, reject: undefined! };
  if (cell.stopped) {
    const rest = atRest(cell);
    if (cell.cleanup) return rest;
    // Stop came while the cell ran: this is where it stands.
    if (!isThenable(value)) return stand(cell, standing, rest);
  } else if (!isThenable(value)) return value;
  // What `then` gives, not a promise beside it: V8 follows that for stacks.
  return stand(cell, standing, keep(value, cell, standing));
}

function stand(
  cell: Cell,
  standing: Standing,
  settled: Promise<unknown>,
): Promise<unknown> {
  const guarded = new Promise((resolve, reject) => {
    standing.reject = reject;
    apply(then, settled, [resolve, reject]);
  });
  addStanding(cell, standing);
  return guarded;
}

/** Settles like `value`, but never once the current cell is stopped. */
export function pause(value: unknown): unknown {
  const cell = currentCell();
  if (cell.stopped) return atRest(cell);
  return isThenable(value) ? keep(value, cell) : value;
}

function keep(
  value: PromiseLike<unknown>,
  cell: Cell,
  standing?: Standing,
): Promise<unknown> {
  cell.awaits++;
  return apply(then, promiseOf(value), [
    (result: unknown) => {
      cell.awaits--;
      if (cell.stopped) return atRest(cell);
      if (standing) removeStanding(cell, standing);
      return result;
    },
    (error: unknown) => {
      cell.awaits--;
      // In the clean-up, the error of a function goes on to who awaits it.
      const passes = cell.cleanup && standing && isStanding(cell, standing);
      if (cell.stopped && !passes) return atRest(cell);
      if (standing) removeStanding(cell, standing);
      noteRejection(error);
      throw error;
    },
  ]);
}

/** What a stopped cell waited for has ended, so Stop need not wait longer. */
function atRest(cell: Cell): Promise<never> {
  post("stopped", cell.id);
  return never;
}

/**
 * Called before what an `await` in a `finally`, a `catch` or an asynchronous
 * disposal waits for: of a stopped cell it may run, for a while.
 */
export function beginCleanup(): Cell {
  return enterCleanup();
}

/** `guard()` for such an `await`; ends what `beginCleanup()` began. */
export function guardCleanup(cell: Cell, value?: unknown, call = 0): unknown {
  try {
    return guard(value, call);
  } finally {
    leaveCleanup(cell);
  }
}

/** What `for await` loops over, each step guarded. */
export function iterate(
  source: AsyncIterable<unknown> | Iterable<unknown>,
  call = 0,
): AsyncIterable<unknown> {
  return {
    [asyncIterator]() {
      const open = (source as AsyncIterable<unknown>)?.[asyncIterator];
      if (open !== undefined && open !== null) {
        return guardAsync(apply(open, source, []), call);
      }
      if (typeof (source as Iterable<unknown>)?.[iterator] !== "function") {
        throw new TypeError(`${show(source)} is not async iterable`);
      }
      return guardSync((source as Iterable<unknown>)[iterator](), call);
    },
  };
}

type Step = Promise<IteratorResult<unknown>>;

/** A loop that ends by an error gives its iterator the chance to clean up. */
function close(work: () => unknown, call: number): Step {
  const cell = beginCleanup();
  try {
    return guardCleanup(cell, work(), call) as Step;
  } finally {
    leaveCleanup(cell);
  }
}

function guardAsync(
  inner: AsyncIterator<unknown>,
  call: number,
): AsyncIterator<unknown> {
  const guarded: AsyncIterator<unknown> = {
    next: (...args) => guard(inner.next(...args), call) as Step,
  };
  if (inner.return) {
    guarded.return = (value) => close(() => inner.return!(value), call);
  }
  return guarded;
}

function guardSync(
  inner: Iterator<unknown>,
  call: number,
): AsyncIterator<unknown> {
  // As the language's AsyncFromSyncIterator: the values are awaited.
  async function step(result: IteratorResult<unknown>) {
    return { done: result.done, value: await guard(result.value, call) };
  }
  const guarded: AsyncIterator<unknown> = {
    next: () => step(inner.next()) as Step,
  };
  if (inner.return) {
    guarded.return = (value) => close(() => step(inner.return!(value)), call);
  }
  return guarded;
}
