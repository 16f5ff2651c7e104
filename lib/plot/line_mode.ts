/**
 * Whether a line is drawn with its points.
 *
 * @module
 */

/** Longer lines are drawn without markers, which would touch. */
const MAX_MARKED = 50;

/**
 * Plotly's `mode` of a line. A line of many points has markers only where one
 * of them stands alone between gaps, and would not be seen.
 *
 * @param y Its values; a gap where there is no number.
 * @param maxMarked Points up to which all are marked.
 */
export function lineMode(
  y: readonly (number | null)[],
  maxMarked = MAX_MARKED,
): "lines" | "lines+markers" {
  const isGap = (at: number) => !Number.isFinite(y[at] ?? NaN);
  const standsAlone = (_: unknown, at: number) =>
    !isGap(at) && isGap(at - 1) && isGap(at + 1);
  return y.length <= maxMarked || y.some(standsAlone)
    ? "lines+markers"
    : "lines";
}
