/**
 * The runtime's part in Stop: tell libraries, cancel, repair.
 *
 * @module
 */

import { cancelCell, stopCell } from "../cells/cells.ts";
import { repairEngine } from "./tfjs_repair.ts";
import { endSteps, repairModels, stopTraining } from "./tfjs_training.ts";
import { global, Reflect } from "../language/natives.ts";

const NativeEvent = Event;
const dispatch = EventTarget.prototype.dispatchEvent;
const { apply } = Reflect;

/**
 * First step, also while the cell is busy: asks libraries to end cleanly.
 *
 * The cell's own code does not come back from its `await` in any case.
 *
 * @returns Whether a library will, so that the kernel gives it time.
 */
export function interrupt(ids: number[]): boolean {
  for (const id of ids) stopCell(id);
  const training = stopTraining();
  const event = new NativeEvent("interrupt", { cancelable: true });
  try {
    apply(dispatch, global, [event]);
  } catch {
    // A library's listener must not keep the user from stopping a cell.
  }
  const willEnd = training || event.defaultPrevented || endSteps(ids);
  if (!willEnd) ids.forEach(cancelCell);
  return willEnd;
}

/**
 * After a hard Stop, before anything of the cell runs again: its clean-up may
 * use what was cut in two.
 */
export function repair() {
  repairEngine();
  repairModels();
}

/** Last step, when nothing of the cell runs any more. */
export function interrupted(ids: number[]) {
  ids.forEach(cancelCell);
  repair();
  try {
    apply(dispatch, global, [new NativeEvent("interrupted")]);
  } catch {
    // As above.
  }
}
