import * as tf from "@tensorflow/tfjs";

/** What tfjs' types hide of its engine's state, as tfjs-core 4.22 has it. */
export interface EngineState {
  kernelDepth: number;
  gradientDepth: number;
  activeTape: object | null;
  readonly activeScope: { readonly id: number } | null;
  numDataMovesStack: number[];
  readonly scopeStack: unknown[];
}

/** The engine's state, which changes in place. */
export function engineState(): EngineState {
  return tf.engine().state as unknown as EngineState;
}
