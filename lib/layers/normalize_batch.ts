/**
 * The arithmetic of batch normalization in training, with its gradient.
 *
 * tfjs' gradient of `tf.batchNorm` holds for the last axis only.
 *
 * @see Ioffe and Szegedy, "Batch Normalization", ICML 2015, section 3.
 * @module
 */

import * as tf from "@tensorflow/tfjs";

/** Mean and biased variance over all axes but one, kept as axes of size 1. */
export function batchMoments(
  x: tf.Tensor,
  axis: number,
): { mean: tf.Tensor; variance: tf.Tensor } {
  return tf.moments(x, otherAxes(x.rank, axis), true);
}

function otherAxes(rank: number, axis: number): number[] {
  return Array.from({ length: rank }, (_, i) => i).filter((i) => i !== axis);
}

/**
 * Normalizes by the batch's own mean and variance, then scales and shifts.
 *
 * @param x Any shape, with `gamma` and `beta` of size 1 on all axes but `axis`.
 * @param moments What {@linkcode batchMoments} gives for `x` and `axis`.
 * @param epsilon Added to the variance.
 * @returns A tensor of `x`'s shape; its gradient goes through the moments too.
 */
export function normalizeBatch(
  x: tf.Tensor,
  gamma: tf.Tensor,
  beta: tf.Tensor,
  moments: { mean: tf.Tensor; variance: tf.Tensor },
  axis: number,
  epsilon: number,
): tf.Tensor {
  const { mean, variance } = moments;
  const axes = otherAxes(x.rank, axis);
  const normalize = tf.customGrad((...args) => {
    const [x, gamma, beta, save] = args as [
      tf.Tensor,
      tf.Tensor,
      tf.Tensor,
      tf.GradSaveFunc,
    ];
    const scale = variance.add(epsilon).rsqrt();
    save([x, gamma, mean, scale]);
    const value = x.sub(mean).mul(scale.mul(gamma)).add(beta);
    const gradFunc = (dy: tf.Tensor, saved: tf.Tensor[]) => {
      const [x, gamma, mean, scale] = saved;
      const normal = x.sub(mean).mul(scale);
      const dBeta = dy.sum(axes, true);
      const dGamma = dy.mul(normal).sum(axes, true);
      const count = x.size / dBeta.size;
      const dx = dy.sub(dBeta.add(normal.mul(dGamma)).div(count))
        .mul(scale.mul(gamma));
      return [dx, dGamma, dBeta];
    };
    return { value, gradFunc };
  });
  return normalize(x, gamma, beta);
}
