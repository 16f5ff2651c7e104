/**
 * The arithmetic of batch normalization in training, with its gradient.
 *
 * tfjs' gradient of `tf.batchNorm` holds for the last axis only. On WASM each
 * step reads and writes all values once; the roundings are those of the
 * operations of TensorFlow.js.
 *
 * @see Ioffe and Szegedy, "Batch Normalization", ICML 2015, section 3.
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import type { Formula } from "../backend/evaluate.ts";
import { evaluateRows, sumRows } from "../backend/evaluate_rows.ts";

const VALUE: Formula = { results: 1, compute: (_, [x]) => [x] };

const SQUARED_DISTANCE: Formula = {
  results: 1,
  compute(on, [x, mean]) {
    const distance = on.subtract(x, mean);
    return [on.multiply(distance, distance)];
  },
};

/** Mean and biased variance over all axes but one, kept as axes of size 1. */
export function batchMoments(
  x: tf.Tensor,
  axis: number,
): { mean: tf.Tensor; variance: tf.Tensor } {
  const count = x.size / x.shape[axis];
  const mean = tf.customGrad(() => {
    const [sum] = sumRows(VALUE, { tensors: [x], rows: [] }, axis);
    const gradFunc = (dy: tf.Tensor) => dy.div(count).broadcastTo(x.shape);
    return { value: sum.div(count), gradFunc };
  })(x);
  const variance = tf.customGrad((...args) => {
    const [x, save] = args as [tf.Tensor, tf.GradSaveFunc];
    save([x, mean]);
    const given = { tensors: [x], rows: [mean] };
    const [squares] = sumRows(SQUARED_DISTANCE, given, axis);
    const gradFunc = (dy: tf.Tensor, [x, mean]: tf.Tensor[]) =>
      x.sub(mean).mul(dy).mul(2 / count);
    return { value: squares.div(count), gradFunc };
  })(x);
  return { mean, variance };
}

const NORMALIZED: Formula = {
  results: 1,
  compute: (on, [x, mean, scale, shift]) => [
    on.add(on.multiply(on.subtract(x, mean), scale), shift),
  ],
};

/** The gradient's sums, by which shift and scale move. */
const SHIFT_AND_SCALE: Formula = {
  results: 2,
  compute(on, [x, dy, mean, scale]) {
    const normal = on.multiply(on.subtract(x, mean), scale);
    return [dy, on.multiply(dy, normal)];
  },
};

const INPUT: Formula = {
  results: 1,
  compute(on, [x, dy, mean, scale, dShift, dScale, factor], [count]) {
    const normal = on.multiply(on.subtract(x, mean), scale);
    const common = on.add(dShift, on.multiply(normal, dScale));
    const rest = on.subtract(dy, on.divide(common, count));
    return [on.multiply(rest, factor)];
  },
};

/**
 * Normalizes by the batch's own mean and variance, then scales and shifts.
 *
 * @param x Any shape, with `gamma` and `beta` of size 1 on all axes but `axis`.
 * @param moments What {@linkcode batchMoments} gives for `x` and `axis`.
 * @param epsilon Added to the variance.
 * @returns A tensor of `x`'s shape; its gradient goes through the moments too,
 *   and so does the gradient of that.
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
  const scale = variance.add(epsilon).rsqrt();
  const normalize = tf.customGrad((...args) => {
    const [x, gamma, beta, save] = args as [
      tf.Tensor,
      tf.Tensor,
      tf.Tensor,
      tf.GradSaveFunc,
    ];
    save([x, gamma, mean, scale]);
    const rows = [mean, scale.mul(gamma), beta];
    const [value] = evaluateRows(NORMALIZED, { tensors: [x], rows });
    const gradFunc = (dy: tf.Tensor, saved: tf.Tensor[]) => {
      const [x, gamma, mean, scale] = saved;
      const tensors = [x, dy];
      const [dBeta, dGamma] = sumRows(
        SHIFT_AND_SCALE,
        { tensors, rows: [mean, scale] },
        axis,
      );
      const [dx] = evaluateRows(INPUT, {
        tensors,
        rows: [mean, scale, dBeta, dGamma, scale.mul(gamma)],
        numbers: [x.size / dBeta.size],
      });
      return [dx, dGamma, dBeta];
    };
    return { value, gradFunc };
  });
  return normalize(x, gamma, beta);
}
