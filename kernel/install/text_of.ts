/**
 * Reading a file that may not be there.
 *
 * @module
 */

/** The text of the file at `path`, or `undefined` if there is none. */
export async function textOf(path: string): Promise<string | undefined> {
  try {
    return await Deno.readTextFile(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}
