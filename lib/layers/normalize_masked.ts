/**
 * Batch normalization in training where steps are masked: they are normalized
 * with the others, but count neither in the mean nor in the variance, as in
 * Keras.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import { TENSORS } from "../backend/evaluate.ts";
import { otherAxes } from "../backend/evaluate_rows.ts";
import {
  alongAxis,
  type BatchOptions,
  type Channels,
  type Move,
  moved,
} from "./normalize_batch.ts";
import { normalizeByAverages } from "./normalize_by_averages.ts";

/** Keras's, so that a batch without a step that counts divides by no zero. */
const FUZZ = 1e-7;

/**
 * Takes what `normalizeBatch()` takes, and the mask.
 *
 * @param mask Of `x`'s shape without the last axis; not 0 where `x` counts.
 * @throws {RangeError} If the mask has another rank.
 */
export function normalizeMasked(
  x: tf.Tensor,
  mask: tf.Tensor,
  { gamma, beta, movingMean, movingVariance }: Channels,
  { axis, momentum, epsilon }: BatchOptions,
  move: Move,
): tf.Tensor {
  if (mask.rank !== x.rank - 1) {
    throw new RangeError(
      `A mask for batch normalization has an axis less than the values, got [${mask.shape}] for [${x.shape}]`,
    );
  }
  const axes = otherAxes(x.rank, axis);
  const along = alongAxis(x.shape, axis);
  const counts = mask.cast("bool").expandDims(-1);
  const count = counts.cast("float32").broadcastTo(x.shape).sum(axes).add(FUZZ);
  // What lies in a masked step may be no number: times 0 it would not be 0.
  const counted = (values: tf.Tensor) => tf.where(counts, values, 0);
  const mean = counted(x).sum(axes).div(count);
  const variance = counted(x.sub(along(mean))).square().sum(axes).div(count);
  const step = tf.scalar(1 - momentum);
  move(
    moved(TENSORS, movingMean, mean, step),
    moved(TENSORS, movingVariance, variance, step),
  );
  return normalizeByAverages(x, {
    mean: along(mean),
    variance: along(variance),
    gamma: along(gamma),
    beta: along(beta),
  }, epsilon);
}
