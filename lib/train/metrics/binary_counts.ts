/**
 * True and false positives over batches, at one or many thresholds.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";

/** Numbers of a batch; a tensor stays the caller's. */
export type MetricValues = tf.Tensor | ArrayLike<number>;

async function valuesOf(source: MetricValues): Promise<ArrayLike<number>> {
  return source instanceof tf.Tensor ? await source.data() : source;
}

/** Counts that batches are added to. */
export class BinaryCounts {
  readonly thresholds: readonly number[];
  truePositives: Float64Array;
  falsePositives: Float64Array;
  /** Weight of all samples that are positive, and of those that are not. */
  positives = 0;
  negatives = 0;

  constructor(thresholds: readonly number[]) {
    this.thresholds = thresholds;
    this.truePositives = new Float64Array(thresholds.length);
    this.falsePositives = new Float64Array(thresholds.length);
  }

  /** Forgets all batches. */
  reset(): void {
    this.truePositives.fill(0);
    this.falsePositives.fill(0);
    this.positives = 0;
    this.negatives = 0;
  }

  /**
   * Adds a batch.
   *
   * @param yTrue 0 or 1 for each value.
   * @param yPred Probabilities in `[0, 1]`, as many.
   * @param sampleWeight What each value counts; 1.
   * @throws {RangeError} If their numbers differ, or one is out of range.
   */
  async add(
    yTrue: MetricValues,
    yPred: MetricValues,
    sampleWeight?: MetricValues,
  ): Promise<void> {
    const [truth, predicted, weights] = await Promise.all([
      valuesOf(yTrue),
      valuesOf(yPred),
      sampleWeight && valuesOf(sampleWeight),
    ]);
    const count = truth.length;
    if (
      predicted.length !== count || (weights && weights.length !== count)
    ) {
      throw new RangeError(
        `yTrue, yPred and weights must be as many, got ${count}, ${predicted.length} and ${
          weights?.length ?? "none"
        }`,
      );
    }
    for (let i = 0; i < count; i++) {
      // Also refuses NaN.
      if (!(predicted[i] >= 0 && predicted[i] <= 1)) {
        throw new RangeError(
          `yPred must hold probabilities in [0, 1], got ${predicted[i]}`,
        );
      }
      this.#count(truth[i] > 0.5, predicted[i], weights?.[i] ?? 1);
    }
  }

  #count(isPositive: boolean, predicted: number, weight: number): void {
    if (isPositive) this.positives += weight;
    else this.negatives += weight;
    const counts = isPositive ? this.truePositives : this.falsePositives;
    for (const [at, threshold] of this.thresholds.entries()) {
      if (predicted > threshold) counts[at] += weight;
    }
  }
}
