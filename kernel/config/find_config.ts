/**
 * Which `deno.json` gives a notebook's bare imports their meaning.
 *
 * @module
 */

import { dirname, join } from "node:path";

/** Files that Deno takes for configuration, and Node's, in Deno's order. */
export const CONFIG_NAMES = ["deno.json", "deno.jsonc", "package.json"];

/** The nearest `deno.json` or `deno.jsonc` from `folder` upwards. */
export function findConfig(folder: string): string | undefined {
  return findUpwards(folder, ["deno.json", "deno.jsonc"]);
}

/** The nearest file of one of these names, the first of a folder's. */
export function findUpwards(
  folder: string,
  names: string[],
): string | undefined {
  for (let here = folder;; here = dirname(here)) {
    for (const name of names) {
      const path = join(here, name);
      try {
        if (Deno.statSync(path).isFile) return path;
      } catch {
        // Not there, or not to be read: look further up.
      }
    }
    if (dirname(here) === here) return undefined;
  }
}
