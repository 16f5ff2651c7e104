/**
 * Waiting that has an end.
 *
 * @module
 */

export const LATE = Symbol("late");

/** The promise's value, or `LATE` after `limitMs`. Leaves no timer behind. */
export async function settled<T>(
  promise: Promise<T>,
  limitMs: number,
): Promise<T | typeof LATE> {
  const { promise: late, resolve } = Promise.withResolvers<typeof LATE>();
  const timer = setTimeout(resolve, limitMs, LATE);
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
