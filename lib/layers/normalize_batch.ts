/**
 * Batch normalization in training, with its gradient.
 *
 * tfjs' gradient of `tf.batchNorm` holds for the last axis only. On WASM each
 * step reads and writes all values once, and what is computed of the channels is
 * one step; the roundings are those of the operations of TensorFlow.js.
 *
 * @see Ioffe and Szegedy, "Batch Normalization", ICML 2015, section 3.
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import {
  type Arithmetic,
  evaluate,
  type Formula,
} from "../backend/evaluate.ts";
import { evaluateRows, otherAxes, sumRows } from "../backend/evaluate_rows.ts";
import { isRecorded } from "../backend/is_recorded.ts";

/** What a layer knows of its channels: vectors. */
export interface Channels {
  gamma: tf.Tensor;
  beta: tf.Tensor;
  movingMean: tf.Tensor;
  movingVariance: tf.Tensor;
}

export interface BatchOptions {
  /** The axis of the channels, 0 or more. */
  axis: number;
  /** How much of the averages is kept. */
  momentum: number;
  /** Added to the variance. */
  epsilon: number;
}

/**
 * Is given the moving averages after this step; it does not keep the tensors.
 */
export type Move = (mean: tf.Tensor, variance: tf.Tensor) => void;

export const VALUE: Formula = { results: 1, compute: (_, [x]) => [x] };

export const SQUARED_DISTANCE: Formula = {
  results: 1,
  compute(on, [x, mean]) {
    const distance = on.subtract(x, mean);
    return [on.multiply(distance, distance)];
  },
};

/** A moving average after a step, in which `step` is the new value's share. */
export function moved<V>(
  on: Arithmetic<V>,
  average: V,
  value: V,
  step: V,
): V {
  return on.add(average, on.multiply(on.subtract(value, average), step));
}

const MEAN: Formula = {
  results: 2,
  compute(on, [sum, average], [count, step]) {
    const mean = on.divide(sum, count);
    return [mean, moved(on, average, mean, step)];
  },
};

const SCALE: Formula = {
  results: 3,
  compute(on, [squares, average, gamma], [count, step, epsilon]) {
    const variance = on.divide(squares, count);
    const scale = on.inverseRoot(on.add(variance, epsilon));
    const factor = on.multiply(scale, gamma);
    return [scale, factor, moved(on, average, variance, step)];
  },
};

const NORMALIZED: Formula = {
  results: 1,
  compute: (on, [x, mean, factor, shift]) => [
    on.add(on.multiply(on.subtract(x, mean), factor), shift),
  ],
};

/** The gradient's sums, by which shift and scale move. */
export const SHIFT_AND_SCALE: Formula = {
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
 * Normalizes by the batch's own mean and biased variance, then scales and
 * shifts.
 *
 * @param x Any shape.
 * @returns A tensor of `x`'s shape; its gradient goes through the moments too,
 *   and so does the gradient of that.
 */
export function normalizeBatch(
  x: tf.Tensor,
  { gamma, beta, movingMean, movingVariance }: Channels,
  { axis, momentum, epsilon }: BatchOptions,
  move: Move,
): tf.Tensor {
  const count = x.size / x.shape[axis];
  const along = alongAxis(x.shape, axis);
  const normalize = tf.customGrad((...args) => {
    const [x, gamma, beta, save] = args as [
      tf.Tensor,
      tf.Tensor,
      tf.Tensor,
      tf.GradSaveFunc,
    ];
    const tensors = [x];
    const [sum] = sumRows(VALUE, { tensors, rows: [] }, axis);
    const step = 1 - momentum;
    const [mean, nextMean] = evaluate(MEAN, [sum, movingMean], [count, step]);
    const rows = [along(mean)];
    const [squares] = sumRows(SQUARED_DISTANCE, { tensors, rows }, axis);
    const [scale, factor, nextVariance] = evaluate(
      SCALE,
      [squares, movingVariance, gamma],
      [count, step, epsilon],
    );
    move(nextMean, nextVariance);
    save([x, gamma, mean, scale, factor]);
    const [value] = evaluateRows(NORMALIZED, {
      tensors,
      rows: [mean, factor, beta].map(along),
    });
    return { value, gradFunc: gradient };
  });

  function gradient(dy: tf.Tensor, saved: tf.Tensor[]): tf.Tensor[] {
    const [x, gamma] = saved;
    // A gradient of this gradient goes through the moments as well.
    const statistics = isRecorded() ? statisticsOf(x, gamma) : saved.slice(2);
    const [mean, scale, factor] = statistics.map(along);
    const tensors = [x, dy];
    const [dBeta, dGamma] = sumRows(
      SHIFT_AND_SCALE,
      { tensors, rows: [mean, scale] },
      axis,
    );
    const [dx] = evaluateRows(INPUT, {
      tensors,
      rows: [mean, scale, along(dBeta), along(dGamma), factor],
      numbers: [count],
    });
    return [dx, dGamma, dBeta];
  }

  function statisticsOf(x: tf.Tensor, gamma: tf.Tensor): tf.Tensor[] {
    const { mean, variance } = tf.moments(x, otherAxes(x.rank, axis));
    const scale = variance.add(epsilon).rsqrt();
    return [mean, scale, scale.mul(gamma)];
  }

  return normalize(x, gamma, beta);
}

/** Gives a vector an axis of size 1 for each of a shape's but one. */
export function alongAxis(
  shape: number[],
  axis: number,
): (vector: tf.Tensor) => tf.Tensor {
  if (axis === shape.length - 1) return (vector) => vector;
  const along = shape.map((size, i) => i === axis ? size : 1);
  return (vector) => vector.reshape(along);
}
