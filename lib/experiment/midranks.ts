/**
 * Each score's place in ascending order, from 1; equal scores share the mean of
 * theirs.
 *
 * @throws {RangeError} If one is NaN.
 */
export function midranks(scores: readonly number[]): number[] {
  if (scores.some(Number.isNaN)) throw new RangeError("A score is NaN");
  const order = scores.map((_, i) => i).sort((a, b) => scores[a] - scores[b]);
  const ranks = new Array<number>(scores.length);
  for (let start = 0, end = 0; start < order.length; start = end) {
    const score = scores[order[start]];
    while (end < order.length && scores[order[end]] === score) end++;
    for (const i of order.slice(start, end)) ranks[i] = (start + 1 + end) / 2;
  }
  return ranks;
}
