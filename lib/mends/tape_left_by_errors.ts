/**
 * Trap of tfjs 4.22: an error in a function whose gradient is taken leaves the
 * tape behind, with all tensors that were kept for the way back. A step of
 * training that fails, as by a metric of the user's, takes the memory of a
 * forward pass for good.
 *
 * Here they go with the error.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";

/** What is used of tfjs's engine. */
interface Engine {
  readonly state: {
    readonly gradientDepth: number;
    activeTape: { saved?: tf.Tensor[] }[] | null;
  };
  gradients(...args: unknown[]): unknown;
}

export function tapeLeftByErrors(): void {
  const engine = tf.engine() as unknown as Engine;
  const { gradients } = engine;
  engine.gradients = function (...args) {
    try {
      return gradients.apply(this, args);
    } catch (error) {
      if (this.state.gradientDepth === 0) freeTape(this);
      throw error;
    }
  };
}

function freeTape({ state }: Engine): void {
  for (const { saved } of state.activeTape ?? []) tf.dispose(saved ?? []);
  state.activeTape = null;
}
