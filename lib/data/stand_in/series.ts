/**
 * Time series in FordA's form: real series and stand-ins alike.
 *
 * @module
 */

import type { NdArray } from "../numpy/nd_array.ts";

/** Samples of a series. */
export const SERIES_LENGTH = 500;

/** With mean 0 and deviation 1; a series that never changes as zeros. */
export function standardized(values: Float64Array): Float64Array {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const deviation = Math.sqrt(squares / values.length) || 1;
  return values.map((value) => (value - mean) / deviation);
}

/** @returns `(n, 500, 1)`. */
export function stacked(
  series: readonly ArrayLike<number>[],
): NdArray<Float32Array> {
  const data = new Float32Array(series.length * SERIES_LENGTH);
  series.forEach((values, i) => data.set(values, i * SERIES_LENGTH));
  return { shape: [series.length, SERIES_LENGTH, 1], data };
}
