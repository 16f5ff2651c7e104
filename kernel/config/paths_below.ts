/**
 * Files and folders that a path which is being written may become.
 *
 * @module
 */

import { resolve } from "node:path";

/**
 * Whole paths, of folders with a slash at the end; hidden ones are left out.
 *
 * @param written The path as far as it has got.
 * @param folder Where relative paths start.
 * @param root How `written` begins, as a name for `folder`.
 */
export function pathsBelow(
  written: string,
  folder: string,
  root = "",
): string[] {
  const above = written.slice(0, written.lastIndexOf("/") + 1);
  try {
    const place = resolve(folder, above.slice(root.length));
    return [...Deno.readDirSync(place)]
      .filter(({ name }) => !name.startsWith("."))
      .map(({ name, isDirectory }) =>
        `${above}${name}${isDirectory ? "/" : ""}`
      );
  } catch {
    // No such folder, or not to be read: nothing to offer.
    return [];
  }
}
