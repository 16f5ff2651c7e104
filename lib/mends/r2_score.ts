/**
 * The share of variance that is explained, as Keras has it: of each output, and
 * their average. That of tfjs 4.22 takes all outputs for one, so that outputs of
 * different sizes explain each other.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import type { EpochMetric } from "./epoch_metric.ts";

/** Rows of what is counted, one column for each output. */
interface Parts {
  /** How many count. */
  count: tf.Tensor;
  mean: tf.Tensor;
  /** Sum of the squared differences from the mean. */
  spread: tf.Tensor;
  /** Sum of the squared errors. */
  errors: tf.Tensor;
}

function partsOf(counts: tf.Tensor1D): Parts {
  const [count, mean, spread, errors] = tf.unstack(
    counts.reshape([4, counts.size / 4]),
  );
  return { count, mean, spread, errors };
}

function packed({ count, mean, spread, errors }: Parts): tf.Tensor1D {
  return tf.concat([count, mean, spread, errors]) as tf.Tensor1D;
}

/** Targets of samples by outputs; other axes count as samples. */
function rows(tensor: tf.Tensor): tf.Tensor2D {
  const columns = tensor.rank > 1 ? tensor.shape.at(-1)! : 1;
  return tensor.cast("float32").reshape([-1, columns]);
}

/** 0 counts for an output whose target never changes. */
export const r2ScoreMetric: EpochMetric = {
  name: "r2Score",
  counts: (yTrue, yPred, counting) => {
    const target = rows(yTrue);
    const predicted = rows(yPred);
    if (target.size !== predicted.size) {
      throw new RangeError(
        `r2Score needs a target for each prediction, got targets of [${yTrue.shape}] for predictions of [${yPred.shape}]`,
      );
    }
    const counted = counting ? rows(counting) : tf.onesLike(predicted);
    const aligned = target.reshapeAs(predicted);
    const count = counted.sum(0);
    const mean = aligned.mul(counted).sum(0).divNoNan(count);
    const spread = aligned.sub(mean).square().mul(counted).sum(0);
    const errors = aligned.sub(predicted).square().mul(counted).sum(0);
    return packed({ count, mean, spread, errors });
  },
  // Sums of squares would lose all digits where the mean is large.
  // Chan, Golub and LeVeque, "Updating formulae ...", 1982.
  merge: (one, other) => {
    const [a, b] = [partsOf(one), partsOf(other)];
    const count = a.count.add(b.count);
    const share = b.count.divNoNan(count);
    const apart = b.mean.sub(a.mean);
    return packed({
      count,
      mean: a.mean.add(apart.mul(share)),
      spread: a.spread.add(b.spread)
        .add(apart.square().mul(a.count).mul(share)),
      errors: a.errors.add(b.errors),
    });
  },
  value: (counts) => {
    const { spread, errors } = partsOf(counts);
    const scores = tf.sub(1, errors.div(spread));
    return tf.where(scores.isInf(), tf.zerosLike(scores), scores).mean();
  },
};
