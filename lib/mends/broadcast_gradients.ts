/**
 * Trap of tfjs 4.22: `matMul`, `maximum`, `minimum` and `squaredDifference`
 * take inputs of different shapes and throw when they train: the gradient of
 * the smaller input has the shape of the result. So does a layer of a user's
 * own that multiplies each sample's steps by its weights.
 *
 * Here that gradient is summed over what the input was repeated along.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import { replaceGradient } from "./replace_gradient.ts";

export function broadcastGradients(): void {
  for (
    const kernel of ["BatchMatMul", "Maximum", "Minimum", "SquaredDifference"]
  ) {
    replaceGradient(kernel, (shipped) => (dy, saved, attributes) => {
      const [a, b] = saved;
      const gradients = shipped(dy, saved, attributes);
      return {
        a: () => summedTo(a.shape, gradients.a()),
        b: () => summedTo(b.shape, gradients.b()),
      };
    });
  }
}

function summedTo(shape: number[], gradient: tf.Tensor): tf.Tensor {
  if (tf.util.arraysEqual(shape, gradient.shape)) return gradient;
  const axes = tf.broadcast_util.getReductionAxes(shape, gradient.shape);
  return gradient.sum(axes).reshape(shape);
}
