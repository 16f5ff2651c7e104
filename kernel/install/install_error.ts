/**
 * The one error of this folder that is meant for the person at the terminal:
 * an entry point prints its message alone and exits, anything else is a bug
 * and shows its stack.
 *
 * @module
 */

/** Something the user can put right, said in a sentence. */
export class InstallError extends Error {
  override name = "InstallError";
}
