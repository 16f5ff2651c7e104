/**
 * Which files a `tsconfig.json` is about: its `files`, `include` and `exclude`.
 *
 * @module
 */

import { join, matchesGlob, normalize, relative } from "node:path";

const KINDS = ["files", "include", "exclude"] as const;
type Covered = Partial<Record<typeof KINDS[number], unknown>>;

/** What a path in a folder must look like. */
interface Pattern {
  /** Absolute. No pattern itself, though it may have brackets in its name. */
  folder: string;
  pattern: string;
}

/** What it says of them, in patterns that know their folder. */
export function coveredPaths(config: Covered, folder: string): Covered {
  const said: Covered = {};
  for (const kind of KINDS) {
    const paths = config[kind];
    if (Array.isArray(paths)) {
      said[kind] = paths.filter((path) => typeof path === "string")
        .map((path): Pattern => ({
          folder,
          pattern: normalize(path).replace(/[\\/]$/, ""),
        }));
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
  const names = ["notebook.ts", "notebook.tsx"];
  const matches = (patterns: unknown, below: (pattern: string) => boolean) =>
    (patterns as Pattern[]).some(({ folder: base, pattern }) =>
      names.map((name) => relative(base, join(folder, name))).some((path) =>
        matchesGlob(path, pattern) ||
        below(pattern) && matchesGlob(path, join(pattern, "**/*"))
      )
    );
  // A name without stars may be a folder's.
  const isIncluded = include === undefined
    ? files === undefined
    : matches(include, (pattern) => !/[*?]/.test(pattern));
  return files !== undefined && matches(files, () => false) ||
    isIncluded && !matches(exclude, () => true);
}
