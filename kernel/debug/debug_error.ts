/** A request that can't be done; its message is for the user to read. */
export class DebugError extends Error {
  override name = "DebugError";
}

/** The message where a client asks for a value that V8 has let go. */
export const GONE = "The code went on since: look at it anew";
