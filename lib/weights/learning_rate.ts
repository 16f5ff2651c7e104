/**
 * The learning rate of any optimizer; tfjs keeps it in fields of several
 * kinds that its types hide.
 *
 * @module
 */

import { requireKind } from "../options/require_kind.ts";
import type * as tf from "@tensorflow/tfjs";

interface Rated {
  learningRate?: number;
  setLearningRate?(rate: number): void;
}

/**
 * The rate of an optimizer's next step.
 *
 * @throws {RangeError} If it has none.
 */
export function getLearningRate(optimizer: tf.Optimizer): number {
  requireKind("getLearningRate", "optimizer", optimizer, "optimizer");
  const { learningRate } = optimizer as unknown as Rated;
  if (typeof learningRate === "number") return learningRate;
  throw new RangeError(`${optimizer.getClassName()} has no learning rate`);
}

/**
 * Sets the rate of an optimizer, from its next step on. Of a grouped one it is
 * that of the rest; the groups' rates change in the same ratio.
 *
 * @throws {RangeError} If it has none, or the rate is negative.
 * @throws {TypeError} If its rate follows a schedule.
 */
export function setLearningRate(optimizer: tf.Optimizer, rate: number): void {
  if (!(typeof rate === "number" && rate >= 0)) {
    throw new RangeError(`A learning rate must be at least 0, got ${rate}`);
  }
  getLearningRate(optimizer);
  const rated = optimizer as unknown as Rated;
  // Gradient descent keeps a tensor of it, too.
  if (rated.setLearningRate) rated.setLearningRate(rate);
  rated.learningRate = rate;
}
