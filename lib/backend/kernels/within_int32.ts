/** Above the greatest int32. */
const PAST_INT32 = 2 ** 31;

/** The nearest limit for a number that is below or above all int32. */
export function withinInt32(value: number): number {
  return Math.min(Math.max(value, -PAST_INT32), PAST_INT32 - 1);
}
