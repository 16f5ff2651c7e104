/**
 * A cell that cannot be run because of how it is written.
 *
 * @module
 */

/**
 * The first syntax error of a cell, found before anything of it runs.
 *
 * `line` and `column` are 1-based and count UTF-16 units, as editors do;
 * `length` is the number of units to underline, 0 where something is missing.
 * `code` is TypeScript's number for the error.
 */
export class CellSyntaxError extends SyntaxError {
  override name = "SyntaxError";

  constructor(
    message: string,
    readonly line: number,
    readonly column: number,
    readonly length: number,
    readonly code: number,
  ) {
    super(message);
  }
}
