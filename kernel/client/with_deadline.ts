/**
 * What is done about a cell that takes too long: one step after the other,
 * each stronger than the one before.
 *
 * @module
 */

import { ExecutionTimeoutError } from "./client_errors.ts";

/** How long an interrupted cell may take to end before the next step. */
const STEP_GRACE_MS = 5000;

/**
 * Waits for a cell's reply, and takes the first step after `timeoutMs`.
 *
 * @param timeoutMs Without it, waits as long as it takes.
 * @param steps What ends the cell; the last must end it.
 * @throws {ExecutionTimeoutError} If a step was taken, however the cell ended.
 */
export async function withDeadline<Reply>(
  reply: Promise<Reply>,
  timeoutMs: number | undefined,
  steps: (() => void)[],
): Promise<Reply> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let taken = 0;
  const next = () => {
    steps[taken++]();
    if (taken < steps.length) timer = setTimeout(next, STEP_GRACE_MS);
  };
  if (timeoutMs !== undefined) timer = setTimeout(next, timeoutMs);
  try {
    const value = await reply;
    if (taken > 0) throw new ExecutionTimeoutError(timeoutMs!);
    return value;
  } catch (error) {
    throw taken > 0 ? new ExecutionTimeoutError(timeoutMs!) : error;
  } finally {
    clearTimeout(timer);
  }
}
