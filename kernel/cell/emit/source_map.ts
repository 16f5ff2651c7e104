/**
 * The mappings of a source map, version 3.
 *
 * @module
 */

/** Zero-based: generated column, original line, original column. */
export type Mapping = [column: number, line: number, originalColumn: number];

const DIGITS =
  "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/** The mappings of each generated line, by column; of one original file. */
export function decodeMappings(mappings: string): Mapping[][] {
  let line = 0;
  let originalColumn = 0;
  return mappings.split(";").map((segments) => {
    let column = 0;
    const decoded: Mapping[] = [];
    for (const segment of segments.split(",")) {
      const [step, , lines, columns] = decodeNumbers(segment);
      if (step === undefined) continue;
      column += step;
      if (lines === undefined) continue;
      line += lines;
      originalColumn += columns;
      decoded.push([column, line, originalColumn]);
    }
    return decoded;
  });
}

/** Base 64 digits of 5 bits each, the sixth saying that more follow. */
function decodeNumbers(segment: string): number[] {
  const numbers: number[] = [];
  let value = 0;
  let shift = 0;
  for (const character of segment) {
    const digit = DIGITS.indexOf(character);
    value |= (digit & 31) << shift;
    shift += 5;
    if (digit & 32) continue;
    numbers.push(value & 1 ? -(value >> 1) : value >> 1);
    value = shift = 0;
  }
  return numbers;
}
