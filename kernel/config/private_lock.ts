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
import { tmpdir } from "node:os";
import { join } from "node:path";
import { removeAbandoned } from "./abandoned_folders.ts";
import { isFile } from "./is_file.ts";
import { readText } from "./read_text.ts";
import { writeWhole } from "./write_whole.ts";

/**
 * @param cache Where that can't be written to, as of a user without a home, the
 *   copy is in a temporary folder of this process, which a later one removes.
 *   Without a copy, Deno would ask the registry for what is installed.
 * @returns The copy's path; undefined if none can be made.
 */
export async function privateLock(
  original: string,
  cache: string,
): Promise<string | undefined> {
  let text: string;
  try {
    text = readText(original);
  } catch {
    return undefined;
  }
  const name = createHash("sha256").update(original).update("\n")
    .update(text).digest("hex").slice(0, 32);
  for (const folderOf of [() => join(cache, "locks"), temporaryFolder]) {
    try {
      const path = join(folderOf(), `${name}.lock`);
      if (!isFile(path)) await writeWhole(path, text);
      return path;
    } catch {
      // The next one may be writable.
    }
  }
  return undefined;
}

/** The process's id comes first. */
const NAME = /^thaw-locks-(\d+)-/;

let temporary: string | undefined;

/** Its name can't be known before, and only this user may read it. */
function temporaryFolder(): string {
  if (temporary === undefined) {
    removeAbandoned(tmpdir(), NAME);
    temporary = Deno.makeTempDirSync({ prefix: `thaw-locks-${Deno.pid}-` });
  }
  return temporary;
}
