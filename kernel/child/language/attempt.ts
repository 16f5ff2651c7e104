/**
 * Reading what a cell has made, which may throw.
 *
 * @module
 */

export function attempt<T>(read: () => T, otherwise: T): T {
  try {
    return read();
  } catch {
    return otherwise;
  }
}
