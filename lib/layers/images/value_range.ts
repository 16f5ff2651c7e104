/**
 * The values that pixels may have.
 *
 * @param name The layer's, for the message.
 * @param range Least and greatest value; `[0, 255]` unless given.
 * @throws {RangeError} If it is no range.
 */
export function checkValueRange(
  name: string,
  range: readonly [number, number] = [0, 255],
): [number, number] {
  if (Array.isArray(range) && range.length === 2) {
    const [least, most]: unknown[] = range;
    const areNumbers = typeof least === "number" && typeof most === "number";
    if (areNumbers && least < most) return [least, most];
  }
  throw new RangeError(
    `valueRange of ${name} must be [least, greatest], got ${
      JSON.stringify(range)
    }`,
  );
}
