/**
 * The learning rate of an optimizer that has one.
 *
 * @module
 */

import type * as tf from "@tensorflow/tfjs";

/** A rate that can be read and set. */
export interface LearningRate {
  get(): number;
  set(rate: number): void;
}

/** The rate of the optimizer's next step; undefined if it has none to set. */
export function learningRateOf(
  optimizer: tf.Optimizer | undefined,
): LearningRate | undefined {
  // tfjs's types hide the field.
  const rated = optimizer as unknown as {
    learningRate?: number;
    setLearningRate?(rate: number): void;
  } | undefined;
  const rate = rated?.learningRate;
  if (!rated || typeof rate !== "number" || !(rate > 0)) return undefined;
  return {
    get: () => rated.learningRate!,
    set(rate) {
      // Gradient descent keeps a tensor of it, too.
      rated.setLearningRate?.(rate);
      rated.learningRate = rate;
    },
  };
}
