/**
 * tfjs after a cell was ended by force.
 *
 * A terminated cell runs no `finally`: the engine's flags still say that it is
 * within a kernel, a gradient or a `tidy`, and every later `fit` and
 * `minimize` throws. Thaw's kernel puts that right itself before it tells by
 * the event `interrupted` that nothing of the cell runs any more, and knows
 * which scopes were open before the cell. This file trusts it: what is in
 * order stays as it is. It repairs where another kernel cut a cell.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import { engineState } from "../mends/engine_state.ts";

/** Scopes that were open when the last training began: the user's own. */
let olderScopes = 0;

/** Remembers the scopes that are open now, so that a repair spares them. */
export function noteScopes(): void {
  olderScopes = engineState().scopeStack.length;
}

/**
 * Whether the engine was left within a kernel or a gradient. Both are
 * synchronous. So code outside of them finds the engine within one only if it
 * was cut.
 */
export function isEngineCut(): boolean {
  const { kernelDepth, gradientDepth, activeTape } = engineState();
  return kernelDepth > 0 || gradientDepth > 0 || Boolean(activeTape);
}

/**
 * Puts tfjs back to where no operation runs: no kernel, gradient or tape. Ends
 * the scopes that were opened since the last training began, and disposes of
 * their tensors. An engine that is in order is left alone.
 */
export function repairEngine(): void {
  if (!isEngineCut()) return;
  const state = engineState();
  state.kernelDepth = 0;
  state.gradientDepth = 0;
  state.activeTape = null;
  state.numDataMovesStack = [];
  while (state.scopeStack.length > olderScopes) tf.engine().endScope();
}

globalThis.addEventListener("interrupted", repairEngine);
