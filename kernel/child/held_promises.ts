/**
 * Calls of the kernel that it waits for. DevTools holds their promises weakly
 * and would lose one to the garbage collection, so they are held here.
 *
 * @module
 */

import { setAside, withIntrinsics } from "./language/intrinsics.ts";
import { Object, Promise, Reflect } from "./language/natives.ts";

const { apply } = Reflect;
const { then } = Promise.prototype;

/** Promises that DevTools waits for. */
const awaited: Record<number, Promise<unknown>> = Object.create(null);
let held = 0;
/**
 * Held promises that have settled. When the next call comes, DevTools has seen
 * that.
 */
const settled: Record<number, true> = Object.create(null);

/** Keeps a promise until DevTools has seen it settle. */
function hold<T>(promise: Promise<T>): Promise<T> {
  for (const key in settled) {
    delete awaited[key];
    delete settled[key];
  }
  const key = held++;
  awaited[key] = promise;
  const settle = () => void (settled[key] = true);
  apply(then, promise, [settle, settle]);
  return promise;
}

/** A call whose promise the kernel waits for. */
export function awaitedCall<Args extends unknown[], T>(
  work: (...args: Args) => Promise<T>,
): (...args: Args) => Promise<T> {
  return (...args) => withIntrinsics(() => hold(apply(work, undefined, args)));
}

/**
 * The same for a call that may run code of cells. It begins with the language's
 * own objects in place, and gives the cells theirs back before their code runs.
 */
export function openCall<Args extends unknown[], T>(
  work: (...args: Args) => Promise<T>,
): (...args: Args) => Promise<T> {
  return (...args) => {
    setAside();
    const promise = apply(work, undefined, args);
    return withIntrinsics(() => hold(promise));
  };
}
