/**
 * Counts of values in bins of equal width.
 *
 * @module
 */

/** `counts[i]` values lie in `[edges[i], edges[i + 1])`, the last bin closed. */
export interface HistogramBins {
  edges: number[];
  counts: number[];
}

/**
 * Counts `values` in `bins` equal bins from `low` to `high`; what lies outside
 * or is not a number is left out.
 *
 * ```ts
 * import { deepStrictEqual } from "node:assert/strict";
 *
 * const { counts } = countInBins([0, 1, 1.5, 2, NaN], 0, 2, 2);
 * deepStrictEqual(counts, [1, 3]);
 * ```
 */
export function countInBins(
  values: Iterable<number>,
  low: number,
  high: number,
  bins: number,
): HistogramBins {
  const width = (high - low) / bins;
  const counts = new Array<number>(bins).fill(0);
  for (const value of values) {
    if (!(value >= low && value <= high)) continue;
    counts[Math.min(Math.floor((value - low) / width), bins - 1)]++;
  }
  const edges = Array.from({ length: bins + 1 }, (_, at) => low + at * width);
  return { edges, counts };
}
