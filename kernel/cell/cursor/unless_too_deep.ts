/**
 * TypeScript's parser recurses, and code such as 5,000 nested brackets is
 * deeper than its stack. Whoever types it still gets names.
 *
 * @module
 */

/** What `work` gives, or `otherwise` if the code is nested too deeply for it. */
export function unlessTooDeep<T>(work: () => T, otherwise: T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof RangeError) return otherwise;
    throw error;
  }
}
