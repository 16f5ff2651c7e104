/** What the kernel has done in the child once it has stopped cells. */

import { knownCell } from "../cells/cells.ts";
import { idle } from "../language/idle.ts";
import { giveBack, withIntrinsics } from "../language/intrinsics.ts";
import { cleanUp } from "./clean_up.ts";
import { interrupted, repair } from "./stop.ts";
import { forgetOperations } from "./tfjs_operations.ts";

/** Runs the cells' own code, each time in a turn of its own. */
export async function cleanUpCells(ids: number[], terminated: boolean) {
  const cells = ids.map(knownCell);
  await idle();
  // What it does with tensors is meant to be done.
  forgetOperations();
  if (terminated) await withIntrinsics(repair);
  giveBack();
  await cleanUp(cells);
}

/** DevTools also gets in while the cell runs: repaired is what has ended. */
export async function settle(ids: number[]): Promise<boolean> {
  await idle();
  const isFresh = await interrupted(ids);
  await idle();
  return isFresh;
}
