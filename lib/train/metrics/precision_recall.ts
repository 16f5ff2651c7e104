/**
 * Precision, recall and areas under curves over all batches of an epoch, for a
 * loop of one's own or for `compile`.
 *
 * @module
 */

import type * as tf from "@tensorflow/tfjs";
import {
  aucMetric,
  type Curve,
  curveThresholds,
  precisionMetric,
  recallMetric,
  type Threshold,
} from "../../mends/binary_metrics.ts";
import { compiledMetric, type EpochMetric } from "../../mends/epoch_metric.ts";
import { checkOptions } from "../../options/check_options.ts";
import { BinaryCounts, type MetricValues } from "./binary_counts.ts";

/**
 * A metric that batches are added to, as Keras's. As an element of `metrics` of
 * `compile` it is counted by `fit` and `evaluate` themselves.
 */
export interface StreamingMetric {
  /** The value of one batch, without adding it; a scalar. */
  (yTrue: tf.Tensor, yPred: tf.Tensor): tf.Tensor;
  readonly name: string;
  /** Adds a batch: truth in 0 and 1, probabilities, and weights if any. */
  updateState(
    yTrue: MetricValues,
    yPred: MetricValues,
    sampleWeight?: MetricValues,
  ): Promise<void>;
  /** The value over all batches; 0 before the first, as in Keras. */
  result(): number;
  /** Forgets all batches. */
  resetState(): void;
}

/** Options of precision and recall. */
export interface ThresholdOptions {
  /** Probability above which a sample counts as positive; 0.5. */
  threshold?: number;
  /** What it is called in logs and the history; else after what it measures. */
  name?: string;
}

/** Named and set as in Keras. */
export interface AucOptions {
  /** Thresholds along the curve, at least 3; 200. */
  numThresholds?: number;
  /** `ROC`, or `PR` for precision over recall. */
  curve?: "ROC" | "PR";
  /** What it is called in logs and the history; `auc`. */
  name?: string;
}

function ratio(part: number, whole: number): number {
  return whole > 0 ? part / whole : 0;
}

/** A metric whose value follows from counts at some thresholds. */
function streamingMetric(
  metric: EpochMetric,
  thresholds: readonly number[],
  valueOf: (counts: BinaryCounts) => number,
): StreamingMetric {
  const counts = new BinaryCounts(thresholds);
  return Object.assign(compiledMetric(metric), {
    updateState: (
      yTrue: MetricValues,
      yPred: MetricValues,
      sampleWeight?: MetricValues,
    ) => counts.add(yTrue, yPred, sampleWeight),
    result: () => valueOf(counts),
    resetState: () => counts.reset(),
  });
}

/** The options, whole. */
function thresholdOf(owner: string, options: ThresholdOptions): Threshold {
  checkOptions(owner, options, { threshold: "number", name: "text" });
  const { threshold = 0.5, name = owner } = options;
  if (!(threshold >= 0 && threshold <= 1)) {
    throw new RangeError(`threshold must lie in [0, 1], got ${threshold}`);
  }
  return { threshold, name };
}

/** The options, whole. */
function curveOf(options: AucOptions): Curve {
  checkOptions("auc", options, {
    numThresholds: true,
    curve: true,
    name: "text",
  });
  const { numThresholds = 200, curve = "ROC", name = "auc" } = options;
  if (!(Number.isInteger(numThresholds) && numThresholds >= 3)) {
    throw new RangeError(
      `numThresholds must be an integer of at least 3, got ${numThresholds}`,
    );
  }
  if (curve !== "ROC" && curve !== "PR") {
    throw new RangeError(`curve must be ROC or PR, got ${curve}`);
  }
  return { numThresholds, curve, name };
}

function rocArea(counts: BinaryCounts): number {
  const { truePositives, falsePositives, positives, negatives } = counts;
  let area = 0;
  for (let i = 0; i + 1 < truePositives.length; i++) {
    const width = ratio(falsePositives[i] - falsePositives[i + 1], negatives);
    area += width *
      ratio(truePositives[i] + truePositives[i + 1], positives) /
      2;
  }
  return area;
}

/** @see Davis and Goadrich, "The relationship between precision-recall and ROC curves", ICML 2006. */
function precisionRecallArea(counts: BinaryCounts): number {
  const { truePositives, falsePositives, positives } = counts;
  const called = truePositives.map((hits, i) => hits + falsePositives[i]);
  let area = 0;
  for (let i = 0; i + 1 < called.length; i++) {
    const hits = truePositives[i] - truePositives[i + 1];
    const slope = ratio(hits, called[i] - called[i + 1]);
    const intercept = truePositives[i + 1] - slope * called[i + 1];
    const growth = called[i] > 0 && called[i + 1] > 0
      ? called[i] / called[i + 1]
      : 1;
    area += ratio(slope * (hits + intercept * Math.log(growth)), positives);
  }
  return area;
}

/**
 * The share of the samples called positive that are positive, over all batches.
 *
 * @throws {TypeError} If there is no such option.
 * @throws {RangeError} If the threshold lies outside `[0, 1]`.
 */
export function precision(options: ThresholdOptions = {}): StreamingMetric {
  const whole = thresholdOf("precision", options);
  return streamingMetric(
    precisionMetric(whole),
    [whole.threshold],
    ({ truePositives: [hits], falsePositives }) =>
      ratio(hits, hits + falsePositives[0]),
  );
}

/**
 * The share of the positive samples that were called positive, over all
 * batches.
 *
 * @throws {TypeError} If there is no such option.
 * @throws {RangeError} If the threshold lies outside `[0, 1]`.
 */
export function recall(options: ThresholdOptions = {}): StreamingMetric {
  const whole = thresholdOf("recall", options);
  return streamingMetric(
    recallMetric(whole),
    [whole.threshold],
    ({ truePositives: [hits], positives }) => ratio(hits, positives),
  );
}

/**
 * The area under a curve, by Keras's thresholds and rules.
 *
 * @throws {TypeError} If there is no such option.
 * @throws {RangeError} If an option is out of range.
 */
export function auc(options: AucOptions = {}): StreamingMetric {
  const whole = curveOf(options);
  return streamingMetric(
    aucMetric(whole),
    curveThresholds(whole.numThresholds),
    whole.curve === "ROC" ? rocArea : precisionRecallArea,
  );
}
