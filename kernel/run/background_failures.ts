/**
 * Cells that end well and whose work fails later: a promise that nobody awaits
 * is rejected, a timer throws. Node and Deno end a program there with a failure.
 *
 * @module
 */

import { KernelDiedError } from "../client/client_errors.ts";
import type { Kernel } from "../client/kernel.ts";
import { type CodeCell, hasTag } from "../notebook/notebook.ts";
import type { BackgroundError } from "../protocol/background.ts";
import type { CellResult } from "../report/outcome.ts";

/** A cell that was run. */
export interface Ran {
  cell: CodeCell;
  result: CellResult;
}

/**
 * Lets cells fail whose errors nothing caught, unless they may. It is asked at a
 * notebook's end, as a later cell may await and catch what an earlier one began.
 *
 * @param ran In order, with the counts that the kernel gave them.
 * @returns The results that changed, in order.
 */
export async function failInBackground(
  kernel: Pick<Kernel, "background">,
  ran: Ran[],
  mayFail: (cell: CodeCell) => boolean,
): Promise<CellResult[]> {
  const failed = new Set<CellResult>();
  for (const error of await errorsOf(kernel)) {
    const found = ran.find(({ cell }) =>
      cell.execution_count === error.execution_count
    ) ?? ran.at(-1);
    if (!found || found.result.failure || mayFail(found.cell)) continue;
    const { cell, result } = found;
    const { number } = result;
    const { ename, evalue, traceback } = error;
    // What is no error has no name.
    const name = ename === "Uncaught" ? "" : ename;
    const said = [name, evalue].filter(Boolean).join(": ");
    const reason = `Uncaught in the background: ${said || "an error"}`;
    result.state = "failed";
    result.failure = { cell, number, reason, traceback };
    failed.add(result);
  }
  return ran.map(({ result }) => result).filter((it) => failed.has(it));
}

/** Whether a cell was told to fail. */
export function mayFail(cell: CodeCell, allowErrors: boolean): boolean {
  return allowErrors || hasTag(cell, "raises-exception");
}

async function errorsOf(
  kernel: Pick<Kernel, "background">,
): Promise<BackgroundError[]> {
  try {
    return await kernel.background();
  } catch (error) {
    // A signal ended it, or it ended itself after its last cell.
    if (error instanceof KernelDiedError) return [];
    throw error;
  }
}
