/**
 * How far a notebook is, as one line.
 *
 * @module
 */

/** One line of progress; `elapsed` is in milliseconds. */
export function progressLine(
  name: string,
  done: number,
  total: number,
  elapsed: number,
): string {
  const filled = Math.floor(20 * done / Math.max(total, 1));
  const bar = `${"=".repeat(filled)}>`.slice(0, 20).padEnd(20);
  const minutes = Math.floor(elapsed / 60_000);
  const seconds = String(Math.floor(elapsed / 1000) % 60).padStart(2, "0");
  return `${name}  [${bar}]  ${done}/${total}  ${minutes}:${seconds}`;
}
