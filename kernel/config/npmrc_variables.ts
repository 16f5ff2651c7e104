/**
 * Variables of the environment that an `.npmrc` of the notebook's folder names.
 *
 * Deno puts them into the file's text when it starts, whatever cells may do: an
 * `.npmrc` with a registry of its author's and `_authToken=${AWS_SECRET}` would
 * send that there with the first package that a cell imports.
 *
 * @module
 */

import { dirname, join } from "node:path";
import { readText } from "./read_text.ts";

/**
 * @param folder Also those of the folders above it, as Deno reads them.
 * @param home Whose `.npmrc` is the user's own.
 * @param variables The names that there are.
 */
export function npmrcVariables(
  folder: string,
  home: string | undefined,
  variables: string[],
): string[] {
  const named = new Set<string>();
  for (let here = folder;; here = dirname(here)) {
    if (here !== home) {
      const text = npmrcText(here);
      for (const name of variables) {
        if (text.includes(`\${${name}`)) named.add(name);
      }
    }
    if (dirname(here) === here) return [...named];
  }
}

/** What a folder's `.npmrc` says; nothing where there is none. */
export function npmrcText(folder: string): string {
  try {
    return readText(join(folder, ".npmrc"));
  } catch {
    return "";
  }
}
