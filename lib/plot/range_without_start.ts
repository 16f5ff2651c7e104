/**
 * The axis of a curve whose first values are far from all others.
 *
 * @module
 */

/** Share of the epochs that may lie outside of the axis. */
const EARLY = 0.05;

/**
 * The ends of an axis that leaves out the first epochs, where these would press
 * all others flat; undefined where all can be shown.
 */
export function rangeWithoutStart(
  curves: readonly number[][],
): [number, number] | undefined {
  const finite = (values: number[]) => values.filter(Number.isFinite);
  const all = finite(curves.flat());
  const late = finite(
    curves.flatMap((values) =>
      values.slice(Math.max(1, Math.ceil(EARLY * values.length)))
    ),
  );
  if (curves.every((values) => values.length < 5)) return undefined;
  // Math.min(...values) would fail with 100,000 arguments.
  const least = (values: number[]) => values.reduce((a, b) => Math.min(a, b));
  const most = (values: number[]) => values.reduce((a, b) => Math.max(a, b));
  if (late.length === 0) return undefined;
  const [low, high] = [least(late), most(late)];
  const span = high - low;
  // The start would take two thirds of the axis, or more.
  const isFar = most(all) > high + 2 * span || least(all) < low - 2 * span;
  if (!(span > 0) || !isFar) return undefined;
  return [low - 0.05 * span, high + 0.25 * span];
}
