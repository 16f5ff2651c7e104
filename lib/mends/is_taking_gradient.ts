import * as tf from "@tensorflow/tfjs";

/** Whether what runs now is recorded for a gradient. */
export function isTakingGradient(): boolean {
  const { state } = tf.engine() as unknown as {
    state: { gradientDepth: number };
  };
  return state.gradientDepth > 0;
}
