/** A request that can't be done; its message is for the user to read. */
export class DebugError extends Error {
  override name = "DebugError";
}
