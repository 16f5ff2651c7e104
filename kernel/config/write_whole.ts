import { dirname } from "node:path";

/**
 * Writes a file of the kernel's cache, and its folder, whole or not at all:
 * another kernel may read it at the same time.
 *
 * @throws {Error} If it can't be written.
 */
export async function writeWhole(
  path: string,
  text: string,
  options?: Deno.WriteFileOptions,
): Promise<void> {
  await Deno.mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const part = `${path}.${crypto.randomUUID()}`;
  await Deno.writeTextFile(part, text, options);
  await Deno.rename(part, path);
}
