/**
 * Timers whose callbacks can be stopped.
 *
 * Terminating a bare timer callback ends the whole runtime ("Uncaught null"),
 * so the work runs as a microtask of the timer; and the timers of a stopped
 * cell do nothing when they fire.
 *
 * @module
 */

import process from "node:process";
import timers from "node:timers";
import { currentCell } from "../cells/cells.ts";
import { markPatched } from "../compiled/patched.ts";
import { Object } from "../language/natives.ts";
import { noteTimer } from "./work_left.ts";

type Callback = (...args: unknown[]) => unknown;
type Schedule = (callback: Callback, ...rest: unknown[]) => unknown;

const { apply } = Reflect;
const enqueue = queueMicrotask;

function stoppable(callback: Callback): Callback {
  const cell = currentCell();
  return function (this: unknown, ...args) {
    if (cell.cancelled) return;
    enqueue(() => apply(callback, this, args));
  };
}

function wrap(schedule: Schedule, name: string): Schedule {
  const wrapped: Schedule = function (this: unknown, callback, ...rest) {
    noteTimer(name, rest[0]);
    // Deno compiles a string; like any other value it is left to complain.
    const work = typeof callback === "function"
      ? stoppable(callback)
      : callback;
    return apply(schedule, this, [work, ...rest]);
  };
  // Keeps the name and what `util.promisify` looks for.
  Object.defineProperties(wrapped, Object.getOwnPropertyDescriptors(schedule));
  return wrapped;
}

function replace(owner: object, name: string) {
  const found = Object.getOwnPropertyDescriptor(owner, name);
  const schedule = (owner as Record<string, Schedule>)[name];
  Object.defineProperty(owner, name, {
    value: wrap(schedule, name),
    writable: true,
    configurable: true,
    enumerable: found?.enumerable ?? true,
  });
}

export function installTimers() {
  for (const name of ["setTimeout", "setInterval", "setImmediate"]) {
    replace(globalThis, name);
    replace(timers, name);
  }
  replace(process, "nextTick");
  markPatched(timers);

  const schedule = globalThis.setTimeout;
  const Controller = AbortController;
  const Failure = DOMException;
  AbortSignal.timeout = (milliseconds) => {
    const controller = new Controller();
    const id = schedule(
      () =>
        controller.abort(
          new Failure(
            "The operation was aborted due to timeout",
            "TimeoutError",
          ),
        ),
      milliseconds,
    );
    Deno.unrefTimer(id);
    return controller.signal;
  };
}
