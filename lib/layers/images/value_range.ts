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
  const [least, most] = range;
  if (range.length === 2 && least < most) return [least, most];
  throw new RangeError(
    `valueRange of ${name} must be [least, greatest], got ${
      JSON.stringify(range)
    }`,
  );
}
