/**
 * Where the channels stand in a shape.
 *
 * @module
 */

/** `channelsLast`: `[batch, ...space, channels]`; `channelsFirst`: `[batch, channels, ...space]`. */
export type DataFormat = "channelsFirst" | "channelsLast";

/**
 * The data format of an argument that may be left out.
 *
 * @throws {RangeError} If it is neither of the two.
 */
export function checkDataFormat(format?: DataFormat | null): DataFormat {
  const given = format ?? "channelsLast";
  if (given !== "channelsFirst" && given !== "channelsLast") {
    throw new RangeError(
      `dataFormat must be channelsFirst or channelsLast, got ${given}`,
    );
  }
  return given;
}
