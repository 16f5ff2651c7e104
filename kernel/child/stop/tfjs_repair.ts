/**
 * Puts TensorFlow.js' engine back in order after a hard Stop.
 *
 * Terminating runs no `finally`. In the middle of a step that leaves a tape, a
 * gradient or kernel depth and scopes behind, and every later `fit` and
 * `minimize` throws. Thaw's library repairs more; this serves notebooks that
 * use tfjs alone.
 *
 * @module
 */

import { global } from "../language/natives.ts";

interface Engine {
  state: {
    scopeStack: unknown[];
    kernelDepth: number;
    gradientDepth: number;
    activeTape: { saved?: { dispose(): void }[] }[] | null;
    numDataMovesStack: unknown[];
  };
  startScope(name: string): void;
  endScope(result?: unknown): void;
}

interface Global {
  // Where tfjs-core keeps its one engine, `_tfengine` on the global object.
  _tfengine?: Engine;
}

/** Scopes that were open before the cell: a notebook may have its own. */
let scopesBefore = 0;

export function engine(): Engine | undefined {
  return (global as Global)._tfengine;
}

/** Remembers the state to return to. */
export function noteEngine() {
  scopesBefore = engine()?.state.scopeStack.length ?? 0;
}

/** Ends what a terminated cell left open; tensors of its scopes are freed. */
export function repairEngine() {
  const found = engine();
  if (!found) return;
  const { state } = found;
  state.kernelDepth = 0;
  state.gradientDepth = 0;
  // What the backward pass would have needed is kept beyond its scope.
  for (const node of state.activeTape ?? []) {
    for (const tensor of node.saved ?? []) tensor.dispose();
  }
  state.activeTape = null;
  state.numDataMovesStack = [];
  while (state.scopeStack.length > scopesBefore) found.endScope();
}
