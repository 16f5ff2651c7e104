/**
 * The one error of this folder.
 *
 * @module
 */

/** A connection file that can't be used, or an address that can't be bound. */
export class TransportError extends Error {
  override name = "TransportError";
}
