/**
 * The root of the mean squared error of all samples of an epoch; the mean of
 * the batches' roots would be less.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import type { EpochMetric } from "./epoch_metric.ts";

export const rootMeanSquaredErrorMetric: EpochMetric = {
  name: "rootMeanSquaredError",
  counts: (yTrue, yPred, counting) => {
    if (yTrue.size !== yPred.size) {
      throw new RangeError(
        `rootMeanSquaredError needs a target for each prediction, got targets of [${yTrue.shape}] for predictions of [${yPred.shape}]`,
      );
    }
    const squares = yTrue.cast("float32").reshapeAs(yPred).sub(yPred).square();
    const counted = counting ?? tf.onesLike(yPred);
    return tf.stack([squares.mul(counted).sum(), counted.sum()]) as tf.Tensor1D;
  },
  merge: tf.add,
  value: (counts) => {
    const [sum, count] = tf.unstack(counts);
    return sum.divNoNan(count).sqrt().asScalar();
  },
};
