/**
 * Whether the configuration of a folder is another than when the runtime
 * started, which read it once.
 *
 * @module
 */

import { basename } from "node:path";
import { CONFIG_NAMES, findUpwards } from "./find_config.ts";

export class ProjectWatch {
  #folder: string;
  #seen: Map<string, string>;

  constructor(folder: string) {
    this.#folder = folder;
    this.#seen = this.#look();
  }

  /** Names of the files that are new, changed or gone; each is told once. */
  changed(): string[] {
    const now = this.#look();
    const paths = new Set([...now.keys(), ...this.#seen.keys()]);
    const changed = [...paths].filter((path) =>
      now.get(path) !== this.#seen.get(path)
    );
    this.#seen = now;
    return changed.map((path) => basename(path));
  }

  /** What the nearest file of each name says, as the file system tells it. */
  #look(): Map<string, string> {
    const found = new Map<string, string>();
    for (const name of CONFIG_NAMES) {
      const path = findUpwards(this.#folder, [name]);
      if (!path) continue;
      try {
        const { mtime, size, ino } = Deno.statSync(path);
        found.set(path, `${mtime?.getTime()} ${size} ${ino}`);
      } catch {
        // Gone meanwhile.
      }
    }
    return found;
  }
}
