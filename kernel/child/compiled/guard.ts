/**
 * Awaits that a stopped cell does not come back from.
 *
 * `Runtime.terminateExecution` ends code that runs. It does not end code that
 * waits: `while (true) { await sleep(10); n++ }` would go on for ever. So the
 * compiler sends each `await` of a cell through `guard()`.
 *
 * @module
 */

import { type Cell, currentCell } from "../cells/cells.ts";
import { post } from "../output/output.ts";
import { Promise, Reflect, TypeError } from "../language/natives.ts";

const { apply } = Reflect;
const show = Deno.inspect;
const then = Promise.prototype.then;
const asyncIterator: typeof Symbol.asyncIterator = Symbol.asyncIterator;
const iterator: typeof Symbol.iterator = Symbol.iterator;

const never = new Promise<never>(() => {});

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return value !== null &&
    (typeof value === "object" || typeof value === "function") &&
    typeof (value as { then?: unknown }).then === "function";
}

/** Settles like `value`, but never once the current cell is stopped. */
export function guard(value?: unknown): unknown {
  const cell = currentCell();
  if (cell.stopped) return never;
  if (!isThenable(value)) return value;
  const promise = value instanceof Promise && value.constructor === Promise
    ? value
    : new Promise((resolve) => resolve(value));
  cell.awaits++;
  // What `then` gives, not a promise beside it: V8 follows that for stacks.
  return apply(then, promise, [
    (result: unknown) => {
      cell.awaits--;
      return cell.stopped ? tellKernel(cell) : result;
    },
    (error: unknown) => {
      cell.awaits--;
      if (cell.stopped) return tellKernel(cell);
      throw error;
    },
  ]);
}

/** What a stopped cell waited for has ended, so Stop need not wait longer. */
function tellKernel(cell: Cell): Promise<never> {
  post("stopped", cell.id);
  return never;
}

/** What `for await` loops over, each step guarded. */
export function iterate(
  source: AsyncIterable<unknown> | Iterable<unknown>,
): AsyncIterable<unknown> {
  return {
    [asyncIterator]() {
      const open = (source as AsyncIterable<unknown>)?.[asyncIterator];
      if (open !== undefined && open !== null) {
        return guardAsync(apply(open, source, []), currentCell());
      }
      if (typeof (source as Iterable<unknown>)?.[iterator] !== "function") {
        throw new TypeError(`${show(source)} is not async iterable`);
      }
      return guardSync((source as Iterable<unknown>)[iterator]());
    },
  };
}

function guardAsync(
  inner: AsyncIterator<unknown>,
  cell: Cell,
): AsyncIterator<unknown> {
  const guarded: AsyncIterator<unknown> = {
    next: (...args) =>
      guard(inner.next(...args)) as Promise<IteratorResult<unknown>>,
  };
  if (inner.return) {
    guarded.return = (value) =>
      cell.stopped
        ? never
        : guard(inner.return!(value)) as Promise<IteratorResult<unknown>>;
  }
  return guarded;
}

function guardSync(inner: Iterator<unknown>): AsyncIterator<unknown> {
  // As the language's AsyncFromSyncIterator: the values are awaited.
  async function step(result: IteratorResult<unknown>) {
    return { done: result.done, value: await guard(result.value) };
  }
  const guarded: AsyncIterator<unknown> = {
    next: () => step(inner.next()) as Promise<IteratorResult<unknown>>,
  };
  if (inner.return) {
    guarded.return = (value) =>
      step(inner.return!(value)) as Promise<IteratorResult<unknown>>;
  }
  return guarded;
}
