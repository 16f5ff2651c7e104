/** Errors of cells that nothing catches. */

import process from "node:process";
import type { Failure } from "../../bridge/failure.ts";
import { define } from "../compiled/define.ts";
import { withIntrinsics } from "../language/intrinsics.ts";
import { Reflect, String, WeakMap } from "../language/natives.ts";
import { reportHandled, reportUncaught } from "../output/uncaught.ts";
import { describe } from "../show/failure.ts";
import { InterruptedError } from "../stop/clean_up.ts";

const enqueue = queueMicrotask;
const { apply } = Reflect;
const { get, set } = WeakMap.prototype;

/** The number of each rejection that was told. */
const told = new WeakMap<object, number>();

/**
 * Reports them: otherwise they would end the process. A listener of a cell may
 * prevent the report. Listeners that a cell gives `process` are called by Deno.
 *
 * @param isShown Whether a promise is the cell's value and has a display method.
 *   That method throws what the promise was rejected with, so the error is the
 *   cell's own, and is not reported as one in the background, too.
 */
export function installErrorHandlers(isShown: (value: unknown) => boolean) {
  globalThis.addEventListener("error", (event) => {
    if (process.listenerCount("uncaughtException") > 0) {
      return event.preventDefault();
    }
    const { error, message } = event;
    reportUnlessPrevented(
      event,
      () =>
        (error ?? null) === null ? ofWorker(String(message)) : describe(error),
    );
  });
  globalThis.addEventListener("unhandledrejection", (event) => {
    // A stopped cell rejects each of its awaits so, also those in functions that
    // nobody awaits.
    if (event.reason instanceof InterruptedError) return event.preventDefault();
    if (isShown(event.promise)) return event.preventDefault();
    const isHandled = ["unhandledRejection", "uncaughtException"]
      .some((name) => process.listenerCount(name) > 0);
    if (isHandled) return; // as long as this does not prevent it
    reportUnlessPrevented(
      event,
      () => describe(event.reason),
      (number) => apply(set, told, [event.promise, number]),
    );
  });
  globalThis.addEventListener("rejectionhandled", ({ promise }) => {
    const number = apply(get, told, [promise]);
    if (number !== undefined) withIntrinsics(() => reportHandled(number));
  });
}

/** An error in a Worker arrives here as a text only. */
function ofWorker(message: string): Failure {
  const [, ename = "", evalue = message] =
    /^Uncaught (?:\(in promise\) )?(?:(\w+): )?(.*)/s.exec(message) ?? [];
  return { ename, evalue, frames: [] };
}

/**
 * Reports an error once the listeners of cells, which are called after those
 * here, have seen its event. Deno must find it prevented in any case.
 */
function reportUnlessPrevented(
  event: Event,
  failure: () => Failure,
  onReported?: (number: number) => void,
) {
  event.preventDefault();
  let isPrevented = false;
  withIntrinsics(() => {
    define(event, "preventDefault", {
      value: () => {
        isPrevented = true;
      },
    });
    define(event, "returnValue", {
      get: () => !isPrevented,
      set: (value) => {
        if (!value) isPrevented = true;
      },
    });
  });
  enqueue(() => {
    if (isPrevented) return;
    withIntrinsics(() => {
      const number = reportUncaught(failure());
      onReported?.(number);
    });
  });
}
