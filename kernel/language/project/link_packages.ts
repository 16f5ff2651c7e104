/**
 * Makes the links that a placement of packages asks for.
 *
 * @module
 */

import { dirname, join } from "node:path";
import type { Package } from "./module_graph.ts";
import type { Placement } from "./place_packages.ts";

/**
 * Links each package into Deno's cache. One with others below it becomes a
 * folder of links to its parts, since nothing may be written into the cache.
 *
 * @param folder The `node_modules`.
 */
export function linkPackages(
  folder: string,
  placement: Placement,
  packages: Record<string, Package>,
) {
  const paths = [...placement.keys()];
  for (const [path, id] of placement) {
    const { localPath } = packages[id];
    const place = join(folder, path);
    Deno.mkdirSync(dirname(place), { recursive: true });
    const isParent = paths.some((other) =>
      other.startsWith(`${path}/node_modules/`)
    );
    if (isParent) linkParts(localPath, place);
    else link(localPath, place);
  }
}

function linkParts(source: string, place: string) {
  try {
    if (Deno.lstatSync(place).isSymlink) Deno.removeSync(place);
  } catch {
    // It is new.
  }
  try {
    const parts = [...Deno.readDirSync(source)];
    Deno.mkdirSync(place, { recursive: true });
    for (const { name } of parts) {
      if (name !== "node_modules") link(join(source, name), join(place, name));
    }
  } catch {
    // For another platform: Deno did not download it.
  }
}

function link(source: string, place: string) {
  try {
    Deno.symlinkSync(source, place);
  } catch {
    // It is there already.
  }
}
