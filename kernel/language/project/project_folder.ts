/**
 * The folder in which a kernel lays out what its language server reads. It is
 * the kernel's own: nothing is written beside the notebook.
 *
 * @module
 */

import { join } from "node:path";
import { removeAbandoned } from "../../config/abandoned_folders.ts";

/** The id of the kernel's process comes first. */
const NAME = /^(\d+)-[0-9a-f]{8}$/;

/**
 * Makes a folder that only its user may read.
 *
 * @param cache The kernel's cache; where that can't be written to, the folder
 *   is a temporary one.
 */
export function makeProjectFolder(cache: string): string {
  try {
    const all = join(cache, "types");
    Deno.mkdirSync(all, { recursive: true, mode: 0o700 });
    removeAbandoned(all, NAME);
    const name = `${Deno.pid}-${crypto.randomUUID().slice(0, 8)}`;
    const folder = join(Deno.realPathSync(all), name);
    Deno.mkdirSync(folder, { mode: 0o700 });
    return folder;
  } catch {
    return Deno.realPathSync(Deno.makeTempDirSync({ prefix: "thaw-types-" }));
  }
}

/** Removes links, not what they lead to. */
export function removeFolder(folder: string) {
  try {
    Deno.removeSync(folder, { recursive: true });
  } catch {
    // Somebody else removes it, too.
  }
}
