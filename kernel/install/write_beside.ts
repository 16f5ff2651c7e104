/**
 * Files that are there whole or not at all.
 *
 * @module
 */

/**
 * Has a file written beside its place, and gives it the name when that is done.
 * Where it fails, as on a full disk, nothing of it stays.
 *
 * @param write Writes the file at the path that it is given.
 */
export async function writeBeside(
  path: string,
  write: (half: string) => Promise<void>,
): Promise<void> {
  const half = `${path}.${Deno.pid}`;
  try {
    await write(half);
    await Deno.rename(half, path);
  } catch (error) {
    await Deno.remove(half).catch(() => {}); // `error` says what went wrong
    throw error;
  }
}
