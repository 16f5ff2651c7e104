import { LATE, settled } from "./settled.ts";

/** Whether the promise is fulfilled, with other than false, within `limitMs`. */
export async function within(
  limitMs: number,
  promise: Promise<unknown>,
): Promise<boolean> {
  const value = await settled(promise, limitMs);
  return value !== LATE && value !== false;
}
