/**
 * Whether V8 accepts the syntax of a script.
 *
 * @module
 */

const AsyncFunction: FunctionConstructor = Object.getPrototypeOf(
  async function () {},
).constructor;

/** Parses a script with top-level await, without running any of it. */
export function isAccepted(script: string): boolean {
  try {
    new AsyncFunction(script);
    return true;
  } catch {
    return false;
  }
}
