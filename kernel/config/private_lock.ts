/**
 * Copies of lock files, for children that read one and must not write it: it
 * belongs to the checkout, or its cells may not write in the folder.
 *
 * A copy is named after the original's path and content, so that kernels share
 * it and a changed original makes a new one. Deno adds to it what cells import.
 *
 * @module
 */

import { createHash } from "node:crypto";
import { join } from "node:path";
import { isFile } from "./is_file.ts";
import { writeWhole } from "./write_whole.ts";

/** @returns The copy's path; undefined if none can be made. */
export async function privateLock(
  original: string,
  cache: string,
): Promise<string | undefined> {
  try {
    const text = await Deno.readTextFile(original);
    const name = createHash("sha256").update(original).update("\n")
      .update(text).digest("hex").slice(0, 32);
    const path = join(cache, "locks", `${name}.lock`);
    if (isFile(path)) return path;
    await writeWhole(path, text);
    return path;
  } catch {
    return undefined;
  }
}
