/**
 * Metrics of all samples of an epoch that are not the mean of the batches'
 * values: precision, areas under curves, shares of variance.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";

/** How such a metric adds up. */
export interface EpochMetric {
  /** As its values are shown and logged. */
  readonly name: string;
  /** Keras's class and what it was made with; without it, its name says all. */
  readonly saved?: SavedMetric;
  /**
   * What a batch adds.
   *
   * @param counting 0 where a value does not count, of the shape of `yPred`;
   *   without it all count.
   */
  counts(
    yTrue: tf.Tensor,
    yPred: tf.Tensor,
    counting?: tf.Tensor,
  ): tf.Tensor1D;
  /** What two parts of an epoch have together. */
  merge(one: tf.Tensor1D, other: tf.Tensor1D): tf.Tensor1D;
  /** A scalar. */
  value(counts: tf.Tensor1D): tf.Scalar;
}

/** A metric in the training configuration of a saved model. */
export interface SavedMetric {
  class_name: string;
  config: object;
}

/** A metric as `compile` takes it. */
export type MetricFunction = (
  yTrue: tf.Tensor,
  yPred: tf.Tensor,
) => tf.Tensor;

/** On the function, so that another copy of this library finds it. */
const EPOCH_METRIC = Symbol.for("thaw.epochMetric");

/** A metric for `compile`; called by itself it gives the value of a batch. */
export function compiledMetric(metric: EpochMetric): MetricFunction {
  const compiled: MetricFunction = (yTrue, yPred) =>
    tf.tidy(() => metric.value(metric.counts(yTrue, yPred)));
  Object.defineProperty(compiled, "name", { value: metric.name });
  return Object.assign(compiled, { [EPOCH_METRIC]: metric });
}

/** How a metric adds up over an epoch; undefined where it is a mean. */
export function epochMetricOf(metric: object): EpochMetric | undefined {
  return (metric as { [EPOCH_METRIC]?: EpochMetric })[EPOCH_METRIC];
}
