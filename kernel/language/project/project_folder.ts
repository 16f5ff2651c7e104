/**
 * The folder in which a kernel lays out what its language server reads. It is
 * the kernel's own: nothing is written beside the notebook.
 *
 * @module
 */

import { join } from "node:path";
import process from "node:process";

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
    removeAbandoned(all);
    const name = `${Deno.pid}-${crypto.randomUUID().slice(0, 8)}`;
    const folder = join(Deno.realPathSync(all), name);
    Deno.mkdirSync(folder, { mode: 0o700 });
    return folder;
  } catch {
    return Deno.realPathSync(Deno.makeTempDirSync({ prefix: "thaw-types-" }));
  }
}

/** Of kernels that were killed. */
function removeAbandoned(folder: string) {
  for (const { name } of Deno.readDirSync(folder)) {
    const pid = /^(\d+)-[0-9a-f]{8}$/.exec(name)?.[1];
    if (pid === undefined || isAlive(Number(pid))) continue;
    removeFolder(join(folder, name));
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

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as { code?: string }).code === "EPERM";
  }
}
