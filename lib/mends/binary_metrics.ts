/**
 * Precision, recall and the area under a curve, counted over all samples of an
 * epoch, as in Keras. Targets are 0 or 1, predictions probabilities; several
 * outputs count together.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import type { EpochMetric } from "./epoch_metric.ts";

/** Predictions that are compared with 200 thresholds at a time. */
const ROWS = 8192;

/**
 * True and false positives at each threshold, then the positives and the
 * negatives.
 */
function binaryCounts(
  owner: string,
  thresholds: readonly number[],
  yTrue: tf.Tensor,
  yPred: tf.Tensor,
  counting?: tf.Tensor,
): tf.Tensor1D {
  if (yTrue.size !== yPred.size) {
    throw new RangeError(
      `${owner} needs a target of 0 or 1 for each prediction, got targets of ${
        shapeText(yTrue)
      } for predictions of ${shapeText(yPred)}`,
    );
  }
  return tf.tidy(() => {
    const levels = tf.tensor2d([...thresholds], [1, thresholds.length]);
    const predicted = yPred.cast("float32").reshape([-1, 1]);
    const count = predicted.shape[0]!;
    const counts = counting?.cast("float32").flatten() ?? tf.ones([count]);
    const positive = yTrue.cast("float32").flatten().greater(0.5)
      .cast("float32").mul(counts);
    const negative = counts.sub(positive);
    // [2, samples], so that one product gives both kinds of hits.
    const rows = tf.stack([positive, negative]);
    let hits: tf.Tensor = tf.zeros([2, thresholds.length]);
    for (let start = 0; start < count; start += ROWS) {
      const size = Math.min(ROWS, count - start);
      const isCalled = predicted.slice([start], [size]).greater(levels);
      const part = rows.slice([0, start], [2, size]);
      hits = hits.add(part.matMul(isCalled.cast("float32")));
    }
    return tf.concat([hits.flatten(), rows.sum(1)]) as tf.Tensor1D;
  });
}

function shapeText({ shape }: tf.Tensor): string {
  return `[${shape.join(", ")}]`;
}

/** The parts of what {@linkcode binaryCounts} gives. */
function partsOf(counts: tf.Tensor1D) {
  const size = (counts.size - 2) / 2;
  return {
    truePositives: counts.slice(0, size),
    falsePositives: counts.slice(size, size),
    positives: counts.slice(2 * size, 1),
    negatives: counts.slice(2 * size + 1, 1),
  };
}

/** Where a probability counts as positive. */
export interface Threshold {
  /** In `[0, 1]`. */
  threshold: number;
  name: string;
}

/** How a curve is drawn. */
export interface Curve {
  /** Thresholds along it, at least 3. */
  numThresholds: number;
  /** `PR` is precision over recall. */
  curve: "ROC" | "PR";
  name: string;
}

/** Evenly spaced; beyond the ends, so that 0 and 1 fall on their sides. */
export function curveThresholds(count: number): number[] {
  const between = Array.from(
    { length: count - 2 },
    (_, i) => (i + 1) / (count - 1),
  );
  return [-1e-7, ...between, 1 + 1e-7];
}

/** A metric that follows from what is counted at some thresholds. */
function countedMetric(
  class_name: string,
  config: Threshold | Curve,
  thresholds: number[],
  value: EpochMetric["value"],
): EpochMetric {
  const { name } = config;
  return {
    name,
    saved: { class_name, config },
    counts: (...batch) => binaryCounts(name, thresholds, ...batch),
    merge: tf.add,
    value,
  };
}

/** How many of those called positive are, as a share. */
export function precisionMetric({ threshold, name }: Threshold): EpochMetric {
  const config = { threshold, name };
  return countedMetric("Precision", config, [threshold], (counts) => {
    const { truePositives, falsePositives } = partsOf(counts);
    return truePositives.divNoNan(truePositives.add(falsePositives)).asScalar();
  });
}

/** How many of those that are positive were called so, as a share. */
export function recallMetric({ threshold, name }: Threshold): EpochMetric {
  const config = { threshold, name };
  return countedMetric("Recall", config, [threshold], (counts) => {
    const { truePositives, positives } = partsOf(counts);
    return truePositives.divNoNan(positives).asScalar();
  });
}

/** The area under a curve through points at some thresholds. */
export function aucMetric({ numThresholds, curve, name }: Curve): EpochMetric {
  return countedMetric(
    "AUC",
    { numThresholds, curve, name },
    curveThresholds(numThresholds),
    curve === "ROC" ? rocArea : precisionRecallArea,
  );
}

/** A row's values but the last, and but the first. */
function neighbours(row: tf.Tensor): [tf.Tensor, tf.Tensor] {
  return [row.slice(0, row.size - 1), row.slice(1, row.size - 1)];
}

function rocArea(counts: tf.Tensor1D): tf.Scalar {
  const { truePositives, falsePositives, positives, negatives } = partsOf(
    counts,
  );
  const [lower, higher] = neighbours(truePositives);
  const [right, left] = neighbours(falsePositives);
  const widths = right.sub(left).divNoNan(negatives);
  const heights = lower.add(higher).divNoNan(positives).div(2);
  return widths.mul(heights).sum();
}

/** @see Davis and Goadrich, "The relationship between precision-recall and ROC curves", ICML 2006. */
function precisionRecallArea(counts: tf.Tensor1D): tf.Scalar {
  const { truePositives, falsePositives, positives } = partsOf(counts);
  const called = truePositives.add(falsePositives);
  const [lower, higher] = neighbours(called);
  const [lowerHits, higherHits] = neighbours(truePositives);
  const hits = lowerHits.sub(higherHits);
  const slope = hits.divNoNan(lower.sub(higher));
  const intercept = higherHits.sub(slope.mul(higher));
  const isCurved = lower.greater(0).logicalAnd(higher.greater(0));
  const growth = tf.where(isCurved, lower.divNoNan(higher), tf.onesLike(lower));
  const parts = slope.mul(hits.add(intercept.mul(growth.log())));
  return parts.divNoNan(positives).sum();
}
