/**
 * Whether others may read the secret.
 *
 * @module
 */

/**
 * A sentence for the log if a connection file is open to other users: its key
 * lets whoever reads it run code as its owner.
 *
 * @returns Nothing if the file is private, or where files have no modes.
 * @throws {Deno.errors.NotFound} If there is no such file.
 */
export function connectionFileWarning(path: string): string | undefined {
  const { mode } = Deno.statSync(path);
  if (mode === null || (mode & 0o077) === 0) return undefined;
  const digits = (mode & 0o777).toString(8).padStart(3, "0");
  return `Other users may use the connection file ${path} (mode ${digits}, ` +
    `should be 600) and run code as you`;
}
