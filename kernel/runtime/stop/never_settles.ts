/**
 * Finds that a run waits for what will never come.
 *
 * @module
 */

import { CollectedError, type DenoRuntime } from "../deno_runtime.ts";
import { LATE, settled } from "../../time/settled.ts";

/** How often the child is asked, in ms. */
const ASKED_MS = 500;

/** How often in a row it must say so: by the last, what was due has run. */
const TIMES = 2;

/**
 * Rejected when nothing is left in the child that could end a run. While code
 * of a cell is busy, the child does not answer.
 *
 * @param over Fulfilled when the run has ended.
 * @throws {CollectedError}
 */
export async function neverSettles(
  { child }: DenoRuntime,
  over: Promise<void>,
): Promise<never> {
  for (let times = 0; times < TIMES;) {
    if (await settled(over, ASKED_MS) !== LATE) break;
    // A child that ends is told of otherwise.
    const mayGoOn = await child.call("mayGoOn").catch(() => true);
    times = mayGoOn ? 0 : times + 1;
    if (times === TIMES) throw new CollectedError(false);
  }
  return await new Promise<never>(() => {});
}
