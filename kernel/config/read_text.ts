/** The text of a file of the notebook's folder. */

/** Far more than configuration and lock files have. */
const LARGEST_BYTES = 64 * 1024 * 1024;

/**
 * Refuses what is no regular file, or too large: a named pipe would keep the
 * whole kernel waiting for somebody to write into it, a device may never end,
 * and gigabytes take seconds.
 *
 * @throws {Error} As `Deno.readTextFileSync()` does, too.
 */
export function readText(path: string): string {
  const { isFile, size } = Deno.statSync(path);
  if (!isFile) {
    throw new Deno.errors.InvalidData(`${path} is no regular file`);
  }
  if (size > LARGEST_BYTES) {
    throw new Deno.errors.InvalidData(`${path} is too large: ${size} bytes`);
  }
  return Deno.readTextFileSync(path);
}
