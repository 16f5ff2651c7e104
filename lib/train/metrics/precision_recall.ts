/**
 * Precision, recall and areas under curves over all batches of an epoch. The
 * mean of each batch's own, which tfjs's metrics give, is another number.
 *
 * @module
 */

import { checkOptions } from "../../options/check_options.ts";
import { BinaryCounts, type MetricValues } from "./binary_counts.ts";

/** A metric that batches are added to, as Keras's. */
export interface StreamingMetric {
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
}

/** Named and set as in Keras. */
export interface AucOptions {
  /** Thresholds along the curve, at least 3; 200. */
  numThresholds?: number;
  /** `ROC`, or `PR` for precision over recall. */
  curve?: "ROC" | "PR";
}

function ratio(part: number, whole: number): number {
  return whole > 0 ? part / whole : 0;
}

abstract class Counting implements StreamingMetric {
  abstract readonly name: string;
  protected readonly counts: BinaryCounts;

  constructor(thresholds: readonly number[]) {
    this.counts = new BinaryCounts(thresholds);
  }

  updateState(
    yTrue: MetricValues,
    yPred: MetricValues,
    sampleWeight?: MetricValues,
  ): Promise<void> {
    return this.counts.add(yTrue, yPred, sampleWeight);
  }

  resetState(): void {
    this.counts.reset();
  }

  abstract result(): number;
}

function checkThreshold(owner: string, options: ThresholdOptions): number {
  checkOptions(owner, options, { threshold: true });
  const { threshold = 0.5 } = options;
  if (!(threshold >= 0 && threshold <= 1)) {
    throw new RangeError(`threshold must lie in [0, 1], got ${threshold}`);
  }
  return threshold;
}

class Precision extends Counting {
  override readonly name = "precision";

  override result(): number {
    const [hits] = this.counts.truePositives;
    return ratio(hits, hits + this.counts.falsePositives[0]);
  }
}

class Recall extends Counting {
  override readonly name = "recall";

  override result(): number {
    return ratio(this.counts.truePositives[0], this.counts.positives);
  }
}

class Auc extends Counting {
  override readonly name = "auc";
  readonly #curve: "ROC" | "PR";

  constructor(options: AucOptions) {
    checkOptions("auc", options, { numThresholds: true, curve: true });
    const { numThresholds = 200, curve = "ROC" } = options;
    if (!(Number.isInteger(numThresholds) && numThresholds >= 3)) {
      throw new RangeError(
        `numThresholds must be an integer of at least 3, got ${numThresholds}`,
      );
    }
    if (curve !== "ROC" && curve !== "PR") {
      throw new RangeError(`curve must be ROC or PR, got ${curve}`);
    }
    const between = Array.from(
      { length: numThresholds - 2 },
      (_, i) => (i + 1) / (numThresholds - 1),
    );
    // Beyond the ends, so that 0 and 1 fall on their sides.
    super([-1e-7, ...between, 1 + 1e-7]);
    this.#curve = curve;
  }

  override result(): number {
    return this.#curve === "ROC" ? this.#roc() : this.#precisionRecall();
  }

  #roc(): number {
    const { truePositives, falsePositives, positives, negatives } = this.counts;
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
  #precisionRecall(): number {
    const { truePositives, falsePositives, positives } = this.counts;
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
}

/**
 * The share of what was called positive that is, over all batches.
 *
 * @throws {TypeError} If there is no such option.
 * @throws {RangeError} If the threshold lies outside `[0, 1]`.
 */
export function precision(options: ThresholdOptions = {}): StreamingMetric {
  return new Precision([checkThreshold("precision", options)]);
}

/**
 * The share of what is positive that was called so, over all batches.
 *
 * @throws {TypeError} If there is no such option.
 * @throws {RangeError} If the threshold lies outside `[0, 1]`.
 */
export function recall(options: ThresholdOptions = {}): StreamingMetric {
  return new Recall([checkThreshold("recall", options)]);
}

/**
 * The area under a curve, by Keras's thresholds and rules.
 *
 * @throws {TypeError} If there is no such option.
 * @throws {RangeError} If an option is out of range.
 */
export function auc(options: AucOptions = {}): StreamingMetric {
  return new Auc(options);
}
