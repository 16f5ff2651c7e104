/**
 * The shape of a mask over an input.
 *
 * @param name The layer's, for the message.
 * @param noiseShape Null takes the input's size, 1 gives all units along that
 * axis the same fate; without it each unit has its own.
 * @throws {RangeError} If `noiseShape` does not fit the input.
 */
export function maskShape(
  name: string,
  noiseShape: readonly (number | null)[] | null,
  inputShape: readonly number[],
): number[] {
  if (noiseShape === null) return [...inputShape];
  if (noiseShape.length !== inputShape.length) {
    throw new RangeError(
      `noiseShape of ${name} must have ${inputShape.length} sizes, got [${noiseShape}]`,
    );
  }
  return noiseShape.map((size, axis) => {
    const whole = inputShape[axis];
    if (size !== null && size !== 1 && size !== whole) {
      throw new RangeError(
        `noiseShape of ${name} must be null, 1 or ${whole} at axis ${axis}, got ${size}`,
      );
    }
    return size === 1 ? 1 : whole;
  });
}
