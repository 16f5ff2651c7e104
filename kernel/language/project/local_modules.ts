/**
 * Modules of the user's own, which are edited while a notebook is open.
 *
 * @module
 */

import type { WrittenFile } from "./written_file.ts";

export class LocalModules {
  /** In ms since the epoch; of what can't be read 0. */
  #edited = new Map<string, number>();

  note(paths: Iterable<string>) {
    for (const path of paths) {
      if (!this.#edited.has(path)) this.#edited.set(path, lastEdit(path));
    }
  }

  /** Those that were edited since. */
  edited(): WrittenFile[] {
    const found: WrittenFile[] = [];
    for (const [path, before] of this.#edited) {
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
