/**
 * Trap of tfjs 4.22: centered RMSProp subtracts epsilon under the root where
 * it has to add it, so that weights become NaN once the variance of a gradient
 * is small.
 *
 * Here it adds it, as Keras does.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import { during } from "../random/during.ts";

interface RmsProp {
  centered: boolean;
  epsilon: number;
}

export function centeredRmspropEpsilon(): void {
  const { prototype } = tf.RMSPropOptimizer;
  const { applyGradients } = prototype;
  prototype.applyGradients = function (gradients) {
    const optimizer = this as unknown as RmsProp;
    if (!optimizer.centered) return applyGradients.call(this, gradients);
    const { epsilon } = optimizer;
    optimizer.epsilon = -epsilon;
    during(
      () => optimizer.epsilon = epsilon,
      () => applyGradients.call(this, gradients),
    );
  };
}
