/**
 * A collection of garbage that V8 sees no reason for.
 *
 * A picture's pixels, two megabytes and more, belong to native code. To V8
 * their owner is an object of a few bytes, so it waits while hundreds of them
 * pile up.
 *
 * @module
 */

import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

let collect: (() => void) | undefined;

/** Collects garbage in this thread; what it frees is freed in the next turn. */
export function collectGarbage(): void {
  if (!collect) {
    try {
      setFlagsFromString("--expose-gc");
      collect = runInNewContext("gc") as () => void;
    } catch {
      // Memory is then freed when V8 gets to it.
      collect = () => {};
    }
  }
  collect();
}
