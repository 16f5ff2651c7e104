/**
 * Layer normalization over the last axis, with its gradient: eight loops on WASM,
 * where operations of TensorFlow.js take some fifty, of which many write the
 * moments and the weights in the size of all values.
 *
 * @see Ba, Kiros and Hinton, "Layer Normalization" (2016), eq. 3.
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import { evaluate, type Formula } from "../backend/evaluate.ts";
import { evaluateRows, sumColumns, sumRows } from "../backend/evaluate_rows.ts";
import { isRecorded } from "../backend/is_recorded.ts";
import { SHIFT_AND_SCALE, SQUARED_DISTANCE, VALUE } from "./normalize_batch.ts";

const MEAN: Formula = {
  results: 1,
  compute: (on, [sum], [count]) => [on.divide(sum, count)],
};

const SCALE: Formula = {
  results: 1,
  compute: (on, [squares], [count, epsilon]) => [
    on.inverseRoot(on.add(on.divide(squares, count), epsilon)),
  ],
};

const NORMALIZED: Formula = {
  results: 1,
  compute(on, [x, gamma, beta, mean, scale]) {
    const normal = on.multiply(on.subtract(x, mean), scale);
    return [on.add(on.multiply(normal, gamma), beta)];
  },
};

/** Whose sums over a row say how its mean and its variance share in it. */
const OF_MOMENTS: Formula = {
  results: 2,
  compute(on, [x, dy, gamma, mean, scale]) {
    const normal = on.multiply(on.subtract(x, mean), scale);
    const scaled = on.multiply(dy, gamma);
    return [scaled, on.multiply(scaled, normal)];
  },
};

const OF_INPUT: Formula = {
  results: 1,
  compute(on, [x, dy, gamma, mean, scale, shift, stretch], [count]) {
    const normal = on.multiply(on.subtract(x, mean), scale);
    const common = on.add(shift, on.multiply(normal, stretch));
    const scaled = on.multiply(dy, gamma);
    return [
      on.multiply(on.subtract(scaled, on.divide(common, count)), scale),
    ];
  },
};

/**
 * Normalizes each place's features by their own mean and biased variance, then
 * scales and shifts.
 *
 * @param x Any shape, its last axis the features'.
 * @param gamma A value for each feature; so has `beta`.
 * @param epsilon Added to the variance.
 * @returns A tensor of `x`'s shape; its gradient goes through the moments too,
 *   and so does the gradient of that.
 */
export function normalizeFeatures(
  x: tf.Tensor,
  gamma: tf.Tensor,
  beta: tf.Tensor,
  epsilon: number,
): tf.Tensor {
  const axis = x.rank - 1;
  const numbers = [x.shape[axis]];
  const normalize = tf.customGrad((...args) => {
    const [x, gamma, beta, save] = args as [
      tf.Tensor,
      tf.Tensor,
      tf.Tensor,
      tf.GradSaveFunc,
    ];
    const tensors = [x];
    const [sum] = sumColumns(VALUE, { tensors, rows: [] });
    const [mean] = evaluate(MEAN, [sum], numbers);
    const [squares] = sumColumns(SQUARED_DISTANCE, {
      tensors,
      rows: [],
      columns: [mean],
    });
    const [scale] = evaluate(SCALE, [squares], [...numbers, epsilon]);
    save([x, gamma, mean, scale]);
    const [value] = evaluateRows(NORMALIZED, {
      tensors,
      rows: [gamma, beta],
      columns: [mean, scale],
    });
    return { value, gradFunc: gradient };
  });

  function gradient(dy: tf.Tensor, saved: tf.Tensor[]): tf.Tensor[] {
    const [x, gamma] = saved;
    // A gradient of this gradient goes through the moments as well.
    const columns = isRecorded() ? statisticsOf(x) : saved.slice(2);
    const tensors = [x, dy];
    const rows = [gamma];
    const [dBeta, dGamma] = sumRows(
      SHIFT_AND_SCALE,
      { tensors, rows: [], columns },
      axis,
    );
    const sums = sumColumns(OF_MOMENTS, { tensors, rows, columns });
    const [dx] = evaluateRows(OF_INPUT, {
      tensors,
      rows,
      columns: [...columns, ...sums],
      numbers,
    });
    return [dx, dGamma, dBeta];
  }

  function statisticsOf(x: tf.Tensor): tf.Tensor[] {
    const { mean, variance } = tf.moments(x, axis, true);
    return [mean, variance.add(epsilon).rsqrt()];
  }

  return normalize(x, gamma, beta);
}
