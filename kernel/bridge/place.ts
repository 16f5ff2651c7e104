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
