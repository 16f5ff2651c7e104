/** How a cell begins: in a turn of the event loop that is its own. */

import { forgetEnd } from "./cell_end.ts";
import { knownCell } from "./cells/cells.ts";
import { giveBack, setAside } from "./language/intrinsics.ts";
import { Promise } from "./language/natives.ts";
import { forgetCalls, post } from "./output/output.ts";
import { noteEngine } from "./stop/tfjs_repair.ts";

const turn = setImmediate;

/**
 * One trip through the event loop, so that a cell has a turn of its own. A cell
 * that was stopped meanwhile does not begin.
 */
export function hop(id: number): Promise<void> {
  setAside();
  forgetCalls();
  noteEngine();
  const cell = knownCell(id);
  forgetEnd();
  return new Promise((resolve) =>
    turn(() => {
      giveBack();
      if (cell.stopped) post("stopped", id);
      else resolve();
    })
  );
}
