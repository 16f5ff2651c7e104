/**
 * tfjs after a cell was ended by force.
 *
 * A terminated cell runs no `finally`: the engine still believes that it is
 * within a kernel, a gradient or a `tidy`, and every later `fit` and
 * `minimize` throws. Thaw's kernel tells by the event `interrupted` that
 * nothing of the cell runs any more; from then on it is safe to reset.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";

/** What is reset, as `EngineState` of tfjs-core 4.22 has it. */
interface EngineState {
  kernelDepth: number;
  gradientDepth: number;
  activeTape: unknown;
  numDataMovesStack: number[];
  scopeStack: unknown[];
}

function engineState(): EngineState {
  return tf.engine().state as unknown as EngineState;
}

/**
 * Whether the engine was left within a kernel or a gradient.
 *
 * Both are synchronous, so code that asks from outside of them sees true only
 * after it was cut.
 */
export function isEngineCut(): boolean {
  const { kernelDepth, gradientDepth } = engineState();
  return kernelDepth > 0 || gradientDepth > 0;
}

/**
 * Puts tfjs back to where no operation runs: no kernel, gradient or tape, all
 * scopes ended and their tensors disposed of.
 */
export function repairEngine(): void {
  const state = engineState();
  state.kernelDepth = 0;
  state.gradientDepth = 0;
  state.activeTape = null;
  state.numDataMovesStack = [];
  while (state.scopeStack.length > 0) tf.engine().endScope();
}

globalThis.addEventListener("interrupted", repairEngine);
