/**
 * Puts TensorFlow.js' engine back in order after a hard Stop.
 *
 * Terminating runs no `finally`. In the middle of a step that leaves a tape, a
 * gradient or kernel depth and scopes behind, and every later `fit` and
 * `minimize` throws. Thaw's library leaves that to this where it runs in
 * the kernel.
 *
 * @module
 */

import { noteStack } from "./tfjs_backend.ts";
import { engine } from "./tfjs_engine.ts";
import { freeSaved } from "./tfjs_saved.ts";
import { watchEngine } from "./tfjs_operations.ts";

/** Scopes that were open before the cell: a notebook may have its own. */
let scopesBefore = 0;

/** Remembers the state to return to. */
export function noteEngine() {
  const found = engine();
  if (!found) return;
  scopesBefore = found.state.scopeStack.length;
  watchEngine();
  if (found.state.kernelDepth === 0) noteStack();
}

/** Ends what a terminated cell left open; tensors of its scopes are freed. */
export function repairEngine() {
  const found = engine();
  if (!found) return;
  const { state } = found;
  state.kernelDepth = 0;
  state.gradientDepth = 0;
  freeSaved(found);
  state.numDataMovesStack = [];
  while (state.scopeStack.length > scopesBefore) found.endScope();
}
