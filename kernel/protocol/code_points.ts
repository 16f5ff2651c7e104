/**
 * Jupyter counts positions in Unicode code points, JavaScript in UTF-16 units.
 *
 * @module
 */

/**
 * The UTF-16 offset of the code point number `position`, within the text; a
 * client that counts otherwise gets its start or end.
 */
export function toUtf16Offset(text: string, position: number): number {
  let offset = 0;
  for (let count = 0; count < position && offset < text.length; count++) {
    offset += isPair(text, offset) ? 2 : 1;
  }
  return offset;
}

/**
 * How many code points begin before a UTF-16 offset; of a pair, both halves
 * count with the first.
 */
export function toCodePoint(text: string, offset: number): number {
  const end = Math.min(offset, text.length);
  let count = 0;
  for (let at = 0; at < end; count++) at += isPair(text, at) ? 2 : 1;
  return count;
}

function isPair(text: string, offset: number): boolean {
  return text.codePointAt(offset)! > 0xffff;
}
