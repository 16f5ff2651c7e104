/** A request that can't be done; its message is for the user to read. */
export class DebugError extends Error {
  override name = "DebugError";
}

/** What is said of values that nobody holds any more. */
export const GONE = "The code went on since: look at it anew";
