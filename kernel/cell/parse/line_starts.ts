/**
 * Where lines begin, in the two senses that matter: an editor ends a line at
 * CR, LF or CR LF, a JavaScript engine also at U+2028 and U+2029.
 *
 * @module
 */

/** Offsets at which the lines of `text` begin, as an editor counts them. */
export function editorLineStarts(text: string): number[] {
  return lineStarts(text, /\r\n?|\n/g);
}

/** Offsets at which the lines of `text` begin, as V8 and TypeScript count. */
export function engineLineStarts(text: string): number[] {
  return lineStarts(text, /\r\n?|[\n\u2028\u2029]/g);
}

function lineStarts(text: string, terminator: RegExp): number[] {
  const starts = [0];
  for (const match of text.matchAll(terminator)) {
    starts.push(match.index + match[0].length);
  }
  return starts;
}

/** Index of the last of the ascending `starts` that is not after `offset`. */
export function lastAtOrBefore(
  starts: ArrayLike<number>,
  offset: number,
): number {
  let low = 0;
  let high = starts.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (starts[middle] <= offset) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** 1-based line and column, in UTF-16 units. */
export interface Position {
  line: number;
  column: number;
}

/** The position of an offset, given where the lines begin. */
export function positionOf(starts: number[], offset: number): Position {
  const index = lastAtOrBefore(starts, offset);
  return { line: index + 1, column: offset - starts[index] + 1 };
}
