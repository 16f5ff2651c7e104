/**
 * Where a module of the network lies in a project: its address as a path, so
 * that relative imports between such modules hold, with an ending that
 * TypeScript knows.
 *
 * @module
 */

const ENDINGS: Record<string, string> = {
  JavaScript: ".js",
  Mjs: ".mjs",
  Cjs: ".cjs",
  JSX: ".jsx",
  TypeScript: ".ts",
  Mts: ".mts",
  Cts: ".cts",
  TSX: ".tsx",
  Dts: ".d.ts",
  Dmts: ".d.mts",
  Dcts: ".d.cts",
  Json: ".json",
};

/**
 * @param mediaType As Deno calls it.
 * @returns Relative to the project's folder, with slashes.
 */
export function remotePath(url: string, mediaType: string): string {
  const { protocol, host, pathname, search } = new URL(url);
  const name = `${pathname}${search}`.replaceAll(/[^\w./@+-]/g, "_");
  const ending = ENDINGS[mediaType] ?? ".ts";
  const full = name.endsWith(ending) ? name : `${name}${ending}`;
  return `remote/${protocol.slice(0, -1)}/${host.replaceAll(":", "_")}${full}`;
}
