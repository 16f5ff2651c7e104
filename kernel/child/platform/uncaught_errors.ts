/** Errors of cells that nothing catches. */

import { withIntrinsics } from "../language/intrinsics.ts";
import { post } from "../output/output.ts";
import { describe } from "../show/failure.ts";
import { InterruptedError } from "../stop/clean_up.ts";

/** They would end the process: report them instead. */
export function installErrorHandlers() {
  globalThis.addEventListener("error", (event) => {
    event.preventDefault();
    const thrown = event.error ?? event.message;
    withIntrinsics(() => post("uncaught", describe(thrown)));
  });
  globalThis.addEventListener("unhandledrejection", (event) => {
    event.preventDefault();
    // Of a function that nobody awaits.
    if (event.reason instanceof InterruptedError) return;
    withIntrinsics(() => post("uncaught", describe(event.reason)));
  });
}
