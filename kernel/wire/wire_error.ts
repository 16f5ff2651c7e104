/**
 * The one error of this folder.
 *
 * @module
 */

/** Frames that are not a valid, signed Jupyter message. */
export class WireError extends Error {
  override name = "WireError";
}
