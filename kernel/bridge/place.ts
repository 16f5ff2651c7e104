/**
 * Where the parts of a script of a cell are in the cell.
 *
 * @module
 */

/**
 * Line and column of where a part of a script begins, and what is there in the
 * cell; zeros for the compiler's own. All are 1-based. With a step of 1, what
 * follows in the script follows in the cell; with 0, all is from one place.
 */
export type Place = [
  line: number,
  column: number,
  sourceLine: number,
  sourceColumn: number,
  step: number,
];

/**
 * A place of a script in its cell; all are 1-based.
 *
 * @returns Undefined for the compiler's own code.
 */
export function placeIn(
  places: Place[],
  line: number,
  column: number,
): { line: number; column: number } | undefined {
  let low = 0;
  let high = places.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const [atLine, atColumn] = places[middle];
    const before = atLine < line || (atLine === line && atColumn <= column);
    if (before) low = middle + 1;
    else high = middle;
  }
  if (low === 0) return undefined;
  const [atLine, atColumn, sourceLine, sourceColumn, step] = places[low - 1];
  if (sourceLine === 0) return undefined;
  if (step === 0) return { line: sourceLine, column: sourceColumn };
  return line === atLine
    ? { line: sourceLine, column: sourceColumn + column - atColumn }
    : { line: sourceLine + line - atLine, column };
}
