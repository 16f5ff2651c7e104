/**
 * How well a score tells two kinds apart: the area under the ROC curve.
 *
 * @module
 */

import { requireKind } from "../options/require_kind.ts";
import { midranks } from "./midranks.ts";
import { NORMAL_QUANTILE } from "./normal_quantile.ts";

/** An area under the curve with its 95 % interval; 0.5 is chance. */
export class RocArea {
  readonly standardError: number;

  /**
   * @param value The probability that a positive has a higher score than a
   *   negative; ties count half.
   * @see Hanley and McNeil, "The meaning and use of the area under a receiver
   *   operating characteristic (ROC) curve", Radiology 143 (1982), pp. 29-36.
   */
  constructor(
    readonly value: number,
    readonly positives: number,
    readonly negatives: number,
  ) {
    const square = value * value;
    const [q1, q2] = [value / (2 - value), 2 * square / (1 + value)];
    const variance = value * (1 - value) + (positives - 1) * (q1 - square) +
      (negatives - 1) * (q2 - square);
    this.standardError = Math.sqrt(variance / (positives * negatives));
  }

  get low(): number {
    return Math.max(0, this.value - NORMAL_QUANTILE * this.standardError);
  }

  get high(): number {
    return Math.min(1, this.value + NORMAL_QUANTILE * this.standardError);
  }

  /** As `0.70 ± 0.06`. */
  format(digits = 2): string {
    const half = (NORMAL_QUANTILE * this.standardError).toFixed(digits);
    return `${this.value.toFixed(digits)} ± ${half}`;
  }
}

/**
 * The area for scores of two kinds.
 *
 * @throws {RangeError} If there is no score of one kind, or one is NaN.
 */
export function rocArea(
  positives: readonly number[],
  negatives: readonly number[],
): RocArea {
  requireKind("rocArea", "positives", positives, "numbers");
  requireKind("rocArea", "negatives", negatives, "numbers");
  if (positives.length === 0 || negatives.length === 0) {
    throw new RangeError("An area needs scores of both kinds");
  }
  const all = midranks([...positives, ...negatives]);
  const ranks = all.slice(0, positives.length).reduce((sum, r) => sum + r, 0);
  const [p, n] = [positives.length, negatives.length];
  return new RocArea((ranks - p * (p + 1) / 2) / (p * n), p, n);
}
