/**
 * The runtime's part in Stop: tell libraries, cancel, repair.
 *
 * @module
 */

import { cancelCell, stopCell } from "../cells/cells.ts";
import { repairEngine } from "./tfjs_repair.ts";
import { repairBackend } from "./tfjs_backend.ts";
import { endOperations, forgetOperations } from "./tfjs_operations.ts";
import { inStep, repairModels, stopTraining } from "./tfjs_training.ts";
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
  const willEnd = training || event.defaultPrevented ||
    endOperations(ids) || inStep();
  if (!willEnd) ids.forEach(cancelCell);
  return willEnd;
}

/** Whether TensorFlow.js' backend was started anew since the last Stop. */
let isFresh = false;

/**
 * After a hard Stop, before anything of the cell runs again: its clean-up may
 * use what was cut in two.
 */
export async function repair() {
  repairEngine();
  repairModels();
  forgetOperations();
  if (await repairBackend()) isFresh = true;
}

/**
 * Last step, when nothing of the cell runs any more.
 *
 * @returns Whether TensorFlow.js' backend had to be started anew.
 */
export async function interrupted(ids: number[]): Promise<boolean> {
  ids.forEach(cancelCell);
  await repair();
  try {
    apply(dispatch, global, [new NativeEvent("interrupted")]);
  } catch {
    // As above.
  }
  const wasFresh = isFresh;
  isFresh = false;
  return wasFresh;
}
