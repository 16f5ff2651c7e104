/** What `part` is of `whole`, with one digit, as psutil gives it. */
export function percent(part: number, whole: number): number {
  return whole > 0 ? Math.round((1000 * part) / whole) / 10 : 0;
}
