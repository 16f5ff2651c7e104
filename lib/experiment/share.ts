/**
 * What counting says: a share of so many, how far it can be trusted, and
 * whether it can be chance.
 *
 * @module
 */

import { requireKind } from "../options/require_kind.ts";
import { NORMAL_QUANTILE } from "./normal_quantile.ts";

/** A count out of `n` with the 95 % interval of its share. */
export class Share {
  /** Lower end of the interval. */
  readonly low: number;
  /** Upper end of the interval. */
  readonly high: number;

  /**
   * @param count How many were so.
   * @param n How many were looked at, independent of each other.
   * @throws {RangeError} If these are no whole numbers with `0 <= count <= n`
   *   and `n > 0`.
   * @see Wilson, "Probable inference, the law of succession, and statistical
   *   inference", J. Am. Stat. Assoc. 22 (1927), pp. 209-212.
   */
  constructor(readonly count: number, readonly n: number) {
    const areWhole = Number.isInteger(count) && Number.isInteger(n);
    if (!areWhole || n < 1 || count < 0 || count > n) {
      throw new RangeError(`${count} of ${n} is no share`);
    }
    const square = NORMAL_QUANTILE * NORMAL_QUANTILE / n;
    const middle = (this.value + square / 2) / (1 + square);
    const half = NORMAL_QUANTILE / (1 + square) *
      Math.sqrt((this.value * (1 - this.value) + square / 4) / n);
    // At the ends rounding would leave the interval a little short of them.
    this.low = count === 0 ? 0 : middle - half;
    this.high = count === n ? 1 : middle + half;
  }

  /** The share itself. */
  get value(): number {
    return this.count / this.n;
  }

  /** Whether `share` lies outside: the data speak against it. */
  excludes(share: number): boolean {
    return share < this.low || share > this.high;
  }

  /**
   * How probable a count at most as probable as this one is if `share` is the
   * true one: the exact binomial test, two-sided.
   */
  test(share: number): number {
    const logs = logFactorials(this.n);
    const probability = (count: number) =>
      Math.exp(
        logs[this.n] - logs[count] - logs[this.n - count] +
          times(count, Math.log(share)) +
          times(this.n - count, Math.log1p(-share)),
      );
    // Equal ones may differ in their last bits.
    const limit = probability(this.count) * (1 + 1e-7);
    let sum = 0;
    for (let count = 0; count <= this.n; count++) {
      const one = probability(count);
      if (one <= limit) sum += one;
    }
    return Math.min(1, sum);
  }

  /** In per cent, as `49.9 % (49.6 to 50.2)`, with `digits` after the point. */
  format(digits = 1): string {
    const percent = (share: number) => (100 * share).toFixed(digits);
    return `${percent(this.value)} % (${percent(this.low)} to ${
      percent(this.high)
    })`;
  }
}

/** The share of values that are true, or of numbers that are not zero. */
export function shareOf(values: ArrayLike<number | boolean>): Share {
  requireKind("shareOf", "values", values, "list");
  let count = 0;
  for (let i = 0; i < values.length; i++) if (values[i]) count++;
  return new Share(count, values.length);
}

/** A factor of 0 wins over an infinite logarithm: the term is 0. */
function times(count: number, log: number): number {
  return count === 0 ? 0 : count * log;
}

function logFactorials(n: number): Float64Array {
  const logs = new Float64Array(n + 1);
  for (let i = 1; i <= n; i++) logs[i] = logs[i - 1] + Math.log(i);
  return logs;
}
