/**
 * How far notebooks are, as one line.
 *
 * @module
 */

/**
 * One line of progress.
 *
 * @param elapsed In milliseconds.
 * @param expected What the last run took, in milliseconds.
 */
export function progressLine(
  name: string,
  done: number,
  total: number,
  elapsed: number,
  expected?: number,
): string {
  const filled = Math.floor(20 * done / Math.max(total, 1));
  const bar = `${"=".repeat(filled)}>`.slice(0, 20).padEnd(20);
  const left = expected === undefined || done >= total || expected <= elapsed
    ? ""
    : `, about ${clock(expected - elapsed)} left`;
  return `${name}  [${bar}]  ${done}/${total}  ${clock(elapsed)}${left}`;
}

/** One line for notebooks that run side by side. */
export function runningLine(
  notebooks: { name: string; done: number; total: number }[],
): string {
  return notebooks.map(({ name, done, total }) => `${name} ${done}/${total}`)
    .join("  ");
}

function clock(ms: number): string {
  const seconds = Math.floor(ms / 1000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}
