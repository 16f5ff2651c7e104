import { log, told } from "../log/log.ts";

let surviving = false;

/**
 * An error that nobody caught is a fault of the kernel's, but no reason to take
 * the variables with it: each message is handled apart from the others.
 */
export function surviveErrors() {
  if (surviving) return;
  surviving = true;
  globalThis.addEventListener("error", (event) => {
    event.preventDefault();
    log.line(`an error that nobody caught: ${told(event.error)}`);
  });
  globalThis.addEventListener("unhandledrejection", (event) => {
    event.preventDefault();
    log.line(`a rejection that nobody caught: ${told(event.reason)}`);
  });
}
