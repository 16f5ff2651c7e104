/** Texts that are paths or addresses of files. */
const QUOTED = /["'`]((?:\.{0,2}\/|file:)[^"'`\n]*)["'`]/g;

/** Deno takes a file without an ending for JavaScript, too. */
const CODE = /(?:\/[^./?#]*|\.[cm]?[jt]sx?)(?:[?#].*)?$/;

/**
 * Paths of code that a source has in quotes: what it imports by a path, and
 * maybe more. Unlike TypeScript, which would know, this is there at once, and
 * sees a path that a variable takes to `import()`.
 */
export function quotedPaths(source: string): string[] {
  return [...source.matchAll(QUOTED)].map(([, path]) => path)
    .filter((path) => CODE.test(path));
}
