/**
 * Which folder of Deno's cache holds the package that an import is about.
 *
 * @module
 */

import { join } from "node:path";
import type { ImportMap } from "./import_map.ts";
import { type PackagePaths, pathsOf } from "./package_paths.ts";

const NAME = /^(?:npm:\/?)?(?:@[^/@:]+\/)?[^@./:][^/:]*(?=\/)/;

const ADDRESS = /^npm:\/?((?:@[^/@]+\/)?[^/@]+)(?:@([^/]+))?/;

/**
 * @param written An import that has got as far as a slash behind the name,
 *   which is one of the map's or `npm:name@version`.
 * @param cache Deno's own folder, `DENO_DIR`.
 * @returns Undefined if Deno has no such package yet.
 */
export function cachedPackage(
  written: string,
  map: ImportMap,
  cache: string,
): PackagePaths | undefined {
  const name = NAME.exec(written)?.[0];
  if (name === undefined) return undefined;
  const address = name.startsWith("npm:") ? name : map.resolve(name);
  const [, bare, range] = ADDRESS.exec(address ?? "") ?? [];
  if (bare === undefined) return undefined;
  for (const { folder, versions } of cachedVersions(bare, cache)) {
    const version = chosen(versions, range);
    const found = version && pathsOf(name, join(folder, version));
    if (found) return found;
  }
}

/** Folders of the registries that have the package, and its versions there. */
export function cachedVersions(
  name: string,
  cache: string,
): { folder: string; versions: string[] }[] {
  return entries(join(cache, "npm")).map((registry) => {
    const folder = join(cache, "npm", registry, name);
    return { folder, versions: entries(folder).filter((it) => /^\d/.test(it)) };
  });
}

/**
 * The version that is named, else the newest of the same first number: versions
 * that a range allows export much the same.
 */
function chosen(versions: string[], range = ""): string | undefined {
  if (versions.includes(range)) return range;
  const first = /\d+/.exec(range)?.[0];
  const newestFirst = versions.toSorted((a, b) =>
    b.localeCompare(a, "en", { numeric: true })
  );
  return newestFirst.find((name) => name.split(".")[0] === first) ??
    newestFirst[0];
}

function entries(folder: string): string[] {
  try {
    return [...Deno.readDirSync(folder)].map(({ name }) => name);
  } catch {
    // No such folder, or not to be read: nothing to offer.
    return [];
  }
}
