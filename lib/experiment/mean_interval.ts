/**
 * What several trainings say together: a mean and how far it can be trusted.
 *
 * One run with one seed tells little; an interval tells a difference from
 * noise. For two variants that share their seeds, take the interval of the
 * differences: what the seed does to both drops out.
 *
 * @module
 */

import { requireKind } from "../options/require_kind.ts";

/** How often intervals hold the true mean, unless another is asked for. */
const CONFIDENCE = 0.95;

/** A mean with its interval, of 95 % unless another was asked for. */
export class MeanInterval {
  /**
   * @param n Number of values.
   * @param mean Their mean.
   * @param halfWidth From the mean to either end, in the unit of the values.
   * @param confidence How often such an interval holds the true mean.
   */
  constructor(
    readonly n: number,
    readonly mean: number,
    readonly halfWidth: number,
    readonly confidence: number = CONFIDENCE,
  ) {}

  /** Lower end. */
  get low(): number {
    return this.mean - this.halfWidth;
  }

  /** Upper end. */
  get high(): number {
    return this.mean + this.halfWidth;
  }

  /** Whether `value` lies outside: the data speak against it. */
  excludes(value: number): boolean {
    return value < this.low || value > this.high;
  }

  /**
   * How probable a mean at least as far from `value` is if that is the true
   * one: Student's t test, two-sided.
   */
  test(value: number): number {
    const error = this.halfWidth / studentT(this.n - 1, this.confidence);
    if (error === 0) return this.mean === value ? 1 : 0;
    return 1 - studentShare(this.n - 1, Math.abs(this.mean - value) / error);
  }

  /**
   * How far a true mean must be from 0 for the interval of such an experiment
   * to leave 0 out in four of five repetitions.
   */
  get detectable(): number {
    // 0.6 between -t and t leaves 0.2 above t.
    const ratio = studentT(this.n - 1, 0.6) /
      studentT(this.n - 1, this.confidence);
    return this.halfWidth * (1 + ratio);
  }

  /** As `93.2 ± 1.4`, with `digits` after the point. */
  format(digits: number): string {
    return `${this.mean.toFixed(digits)} ± ${this.halfWidth.toFixed(digits)}`;
  }
}

/** Panels of Simpson's rule; even. */
const PANELS = 2000;

/** Integral of `cos^power` from 0 to `end`. */
function cosineIntegral(power: number, end: number): number {
  const width = end / PANELS;
  let sum = 1 + Math.cos(end) ** power;
  for (let i = 1; i < PANELS; i++) {
    sum += (i % 2 === 1 ? 4 : 2) * Math.cos(i * width) ** power;
  }
  return sum * width / 3;
}

/** The share of Student's distribution between `-t` and `t`. */
function studentShare(freedom: number, t: number): number {
  const angle = Math.atan(t / Math.sqrt(freedom));
  return cosineIntegral(freedom - 1, angle) /
    cosineIntegral(freedom - 1, Math.PI / 2);
}

/**
 * The t within which a share of Student's distribution lies, both sides.
 *
 * With `t = sqrt(freedom) tan(angle)` the density is a power of the cosine, so
 * that no gamma function is needed.
 *
 * @param freedom Degrees of freedom, an integer of at least 1.
 * @param share In `(0, 1)`; 0.95 for a 95 % interval.
 */
export function studentT(freedom: number, share: number): number {
  const whole = cosineIntegral(freedom - 1, Math.PI / 2);
  let [low, high] = [0, Math.PI / 2];
  for (let halvings = 0; halvings < 50; halvings++) {
    const middle = (low + high) / 2;
    if (cosineIntegral(freedom - 1, middle) < share * whole) low = middle;
    else high = middle;
  }
  return Math.sqrt(freedom) * Math.tan(low);
}

/** A mean and its standard error. */
export function meanAndError(values: ArrayLike<number>) {
  const n = values.length;
  const list = Array.from(values);
  const mean = list.reduce((sum, value) => sum + value, 0) / n;
  const squares = list.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, error: Math.sqrt(squares / (n - 1) / n) };
}

/**
 * The mean of independent values and its interval by Student's t.
 *
 * Of k intervals that are looked at together, one misses by chance more often
 * than each: with a confidence of `1 - 0.05 / k` all k hold in 95 % of cases.
 *
 * @param values At least two, such as one accuracy per seed.
 * @param confidence In (0, 1).
 * @throws {RangeError} If there are fewer than two, or no such confidence.
 * @see Student, "The probable error of a mean", Biometrika 6 (1908), pp. 1-25.
 */
export function meanInterval(
  values: ArrayLike<number>,
  confidence: number = CONFIDENCE,
): MeanInterval {
  requireKind("meanInterval", "values", values, "numbers");
  const n = values.length;
  if (n < 2) throw new RangeError(`An interval needs two values, got ${n}`);
  if (!(confidence > 0 && confidence < 1)) {
    throw new RangeError(`confidence must be in (0, 1), got ${confidence}`);
  }
  const { mean, error } = meanAndError(values);
  const halfWidth = studentT(n - 1, confidence) * error;
  return new MeanInterval(n, mean, halfWidth, confidence);
}

/**
 * The mean of differences, value by value: for two variants that share their
 * seeds, or two models that see the same samples.
 *
 * @param confidence In (0, 1); see {@linkcode meanInterval}.
 * @throws {RangeError} If the lists differ in length or have fewer than two, or
 *   there is no such confidence.
 */
export function pairedInterval(
  values: ArrayLike<number>,
  others: ArrayLike<number>,
  confidence: number = CONFIDENCE,
): MeanInterval {
  requireKind("pairedInterval", "values", values, "numbers");
  requireKind("pairedInterval", "others", others, "numbers");
  if (values.length !== others.length) {
    throw new RangeError(
      `${values.length} values can't be paired with ${others.length}`,
    );
  }
  const differences = Array.from(values, (value, i) => value - others[i]);
  return meanInterval(differences, confidence);
}
