/**
 * Whether what runs in the child has to be terminated, or ends by itself.
 *
 * @module
 */

import type { DenoChild } from "../process/deno_child.ts";
import { within } from "../../time/within.ts";
import { isOfCell, isOfUser, runningScripts } from "./running_code.ts";

/** An operation that takes longer than this is terminated all the same. */
const OPERATION_MS = 20_000;
/** How often to look whether code runs, and how long between. */
const CODE_LOOKS = 50;
const CODE_LOOK_MS = 10;

/**
 * Waits while something runs that must not be terminated; the cell ends when
 * that is over. Terminated within an operation of TensorFlow.js, the backend
 * would be left broken. Terminated while it evaluates a module that a cell
 * imports, Deno would end: so a module is waited for without limit, and the user
 * is told how to restart the runtime instead.
 *
 * @param cells What is to be stopped.
 * @param idle Fulfilled, with true, when nothing runs any more.
 * @returns False if nothing runs any more.
 */
export async function mustTerminate(
  child: DenoChild,
  cells: number[],
  idle: Promise<boolean>,
): Promise<boolean> {
  const start = performance.now();
  let wasImporting = true;
  for (;;) {
    const scripts = await busyScripts(child, idle);
    if (!scripts) return false;
    const isPatient = performance.now() - start < OPERATION_MS;
    const inOperation = isPatient && await child.call("inOperation", cells);
    if (!inOperation) {
      if (isOfCell(scripts)) return true;
      // The code that was seen may be of a module whose import has ended before
      // this was asked. So code is terminated only if it is seen once more, while
      // no import is under way.
      const isImporting = await child.call("isImporting");
      const isSeenOnce = wasImporting && scripts.length > 0;
      if (!isImporting && !isSeenOnce) return true;
      wasImporting = isImporting;
    }
    if (await within(CODE_LOOK_MS, idle)) return false;
  }
}

/**
 * The scripts of the code that runs; none if it was never seen and the event
 * loop stands still all the same. Only code of cells and of what they import
 * may be terminated.
 *
 * @param idle As above.
 * @returns Undefined if nothing runs any more: only the machine was slow.
 */
async function busyScripts(
  child: DenoChild,
  idle: Promise<boolean>,
): Promise<string[] | undefined> {
  let turned = false;
  idle.then((value) => turned = value);
  for (let looks = 0; looks < CODE_LOOKS; looks++) {
    const scripts = await runningScripts(child.session);
    if (isOfUser(scripts)) return turned ? undefined : scripts;
    // For standard input no code of a cell is on the stack.
    if (await child.call("isAsking")) return turned ? undefined : [];
    if (await within(CODE_LOOK_MS, idle)) return undefined;
  }
  return [];
}
