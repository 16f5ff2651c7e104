import { LATE, settled } from "./settled.ts";

/** Whether the promise is fulfilled within `limitMs`, and not with false. */
export async function within(
  limitMs: number,
  promise: Promise<unknown>,
): Promise<boolean> {
  const value = await settled(promise, limitMs);
  return value !== LATE && value !== false;
}
