/**
 * What ends a run before any notebook starts.
 *
 * @module
 */

/** Something the user can put right, said in one line; exit code 2. */
export class BadInputError extends Error {
  override name = "BadInputError";
}
