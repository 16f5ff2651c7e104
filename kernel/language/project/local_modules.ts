/**
 * Modules of the user's own, which are edited while a notebook is open.
 *
 * @module
 */

import { sep } from "node:path";
import type { WrittenFile } from "./written_file.ts";

/** How long the kernel's own files are taken to be as they were. */
const RARELY_MS = 2000;

export class LocalModules {
  /** In ms since the epoch; of what can't be read 0. */
  #edited = new Map<string, number>();
  /** The folder whose files are edited rarely. */
  #rare: string;
  /** When those were looked at. */
  #looked = -Infinity;

  /**
   * @param rare The checkout. The library in it is some 200 files: to look at
   *   all of them is a third of the kernel's work for a completion.
   */
  constructor(rare: string) {
    this.#rare = rare + sep;
  }

  note(paths: Iterable<string>) {
    for (const path of paths) {
      if (!this.#edited.has(path)) this.#edited.set(path, lastEdit(path));
    }
  }

  /**
   * The modules that were edited since the last call.
   *
   * @param now In ms, of any clock.
   */
  edited(now = performance.now()): WrittenFile[] {
    const looksAtAll = now - this.#looked >= RARELY_MS;
    if (looksAtAll) this.#looked = now;
    const found: WrittenFile[] = [];
    for (const [path, before] of this.#edited) {
      if (!looksAtAll && path.startsWith(this.#rare)) continue;
      const edit = lastEdit(path);
      if (edit === before) continue;
      this.#edited.set(path, edit);
      found.push({ path, isNew: before === 0 });
    }
    return found;
  }
}

function lastEdit(path: string): number {
  try {
    return Deno.statSync(path).mtime?.getTime() ?? 0;
  } catch {
    return 0;
  }
}
