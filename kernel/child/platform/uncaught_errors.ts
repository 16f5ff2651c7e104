/** Errors of cells that nothing catches. */

import process from "node:process";
import { withIntrinsics } from "../language/intrinsics.ts";
import { post } from "../output/output.ts";
import { describe } from "../show/failure.ts";
import { InterruptedError } from "../stop/clean_up.ts";

/**
 * They would end the process: report them instead. What a cell gives `process`
 * to handle them with is called by Deno.
 */
export function installErrorHandlers() {
  globalThis.addEventListener("error", (event) => {
    event.preventDefault();
    if (process.listenerCount("uncaughtException") > 0) return;
    const thrown = event.error ?? event.message;
    withIntrinsics(() => post("uncaught", describe(thrown)));
  });
  globalThis.addEventListener("unhandledrejection", (event) => {
    // A stopped cell rejects each of its awaits so, also those in functions that
    // nobody awaits.
    if (event.reason instanceof InterruptedError) return event.preventDefault();
    const isHandled = ["unhandledRejection", "uncaughtException"]
      .some((name) => process.listenerCount(name) > 0);
    if (isHandled) return; // as long as this does not prevent it
    event.preventDefault();
    withIntrinsics(() => post("uncaught", describe(event.reason)));
  });
}
