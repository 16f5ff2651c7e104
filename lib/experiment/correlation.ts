/**
 * How strongly two lists of numbers go together.
 *
 * @module
 */

import { requireKind } from "../options/require_kind.ts";

/**
 * Pearson's correlation; its square is the share of the variance of one that
 * the other tells. A list whose values are all equal tells nothing: 0.
 *
 * @throws {RangeError} If the lists differ in length or are shorter than two.
 */
export function correlation(
  a: ArrayLike<number>,
  b: ArrayLike<number>,
): number {
  requireKind("correlation", "a", a, "numbers");
  requireKind("correlation", "b", b, "numbers");
  const n = a.length;
  if (n !== b.length || n < 2) {
    throw new RangeError(`${n} and ${b.length} values have no correlation`);
  }
  let [meanA, meanB] = [0, 0];
  for (let i = 0; i < n; i++) {
    meanA += a[i] / n;
    meanB += b[i] / n;
  }
  let [squareA, squareB, product] = [0, 0, 0];
  for (let i = 0; i < n; i++) {
    const [da, db] = [a[i] - meanA, b[i] - meanB];
    squareA += da * da;
    squareB += db * db;
    product += da * db;
  }
  // By rounding, a variance of 0 may come out as a little more.
  const isFlat = (square: number, mean: number) =>
    square <= n * (1e-6 * Math.abs(mean)) ** 2;
  if (isFlat(squareA, meanA) || isFlat(squareB, meanB)) return 0;
  return product / Math.sqrt(squareA * squareB);
}
