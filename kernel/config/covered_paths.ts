/**
 * Which files a `tsconfig.json` is about: its `files`, `include` and `exclude`.
 *
 * @module
 */

import { join, matchesGlob } from "node:path";

const KINDS = ["files", "include", "exclude"] as const;
type Covered = Partial<Record<typeof KINDS[number], unknown>>;

/** What it says of them, with absolute paths. */
export function coveredPaths(config: Covered, folder: string): Covered {
  const said: Covered = {};
  for (const kind of KINDS) {
    const paths = config[kind];
    if (Array.isArray(paths)) {
      said[kind] = paths.filter((path) => typeof path === "string")
        .map((path) => join(folder, path).replace(/[\\/]$/, ""));
    }
  }
  return said;
}

/**
 * Whether a `tsconfig.json` is about notebooks in a folder, as TypeScript has
 * it: all below its own folder unless it says otherwise.
 *
 * @param config What `coveredPaths()` gives.
 */
export function isCovered(
  folder: string,
  { files, include, exclude = [] }: Covered,
): boolean {
  const names = ["notebook.ts", "notebook.tsx"]
    .map((name) => join(folder, name));
  const matches = (patterns: unknown, below: (pattern: string) => boolean) =>
    (patterns as string[]).some((pattern) =>
      names.some((name) =>
        matchesGlob(name, pattern) ||
        below(pattern) && matchesGlob(name, join(pattern, "**/*"))
      )
    );
  // A name without stars may be a folder's.
  const isIncluded = include === undefined
    ? files === undefined
    : matches(include, (pattern) => !/[*?]/.test(pattern));
  return files !== undefined && matches(files, () => false) ||
    isIncluded && !matches(exclude, () => true);
}
