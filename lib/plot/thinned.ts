/**
 * A long line with fewer points that looks the same.
 *
 * @module
 */

/** Places along a line and the values there. */
export interface Line {
  x: number[];
  y: number[];
}

/**
 * Keeps the ends of a line and the least and greatest value of each of many
 * stretches, so that no spike is lost; a value that is no number stays where
 * its stretch has no other.
 *
 * @param most Points that a line may have unchanged; at least 4.
 */
export function thinned({ x, y }: Line, most: number): Line {
  if (y.length <= most) return { x, y };
  const stretches = Math.floor((most - 2) / 2);
  const kept = new Set([0, y.length - 1]);
  for (let stretch = 0; stretch < stretches; stretch++) {
    const start = Math.floor(stretch * y.length / stretches);
    const end = Math.floor((stretch + 1) * y.length / stretches);
    let [low, high] = [start, start];
    for (let i = start; i < end; i++) {
      if (!(y[i] >= y[low])) low = Number.isNaN(y[i]) ? low : i;
      if (!(y[i] <= y[high])) high = Number.isNaN(y[i]) ? high : i;
    }
    kept.add(low).add(high);
  }
  const order = [...kept].sort((left, right) => left - right);
  return { x: order.map((i) => x[i]), y: order.map((i) => y[i]) };
}
