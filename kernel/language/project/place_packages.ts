/**
 * Where in one `node_modules` each package goes, so that every package finds
 * its own dependencies in the versions that Deno chose. Pure.
 *
 * @module
 */

import type { Package } from "./module_graph.ts";

/** Ids of packages by their folders, such as `a` or `a/node_modules/b`. */
export type Placement = Map<string, string>;

/**
 * One set of types for Node's globals: two would contradict each other.
 */
const ALWAYS_ONE = new Set(["@types/node"]);

/**
 * Lays packages out flat, as npm does: one version of each at the top, others
 * below who needs them.
 *
 * @param roots Ids of what is imported, in the order in which it came: what
 *   was placed for earlier ones stays where it is.
 */
export function placePackages(
  packages: Record<string, Package>,
  roots: string[],
): Placement {
  const placed: Placement = new Map();
  for (const root of roots) {
    const found = packages[root];
    if (!found || [...placed.values()].includes(root)) continue;
    // Whose name is taken goes into a folder of its own, with a name that no
    // package has.
    const top = placed.has(found.name)
      ? `.${root.replaceAll("/", "+")}/node_modules/${found.name}`
      : found.name;
    placed.set(top, root);
    placeBelow(top, root);
  }
  return placed;

  function placeBelow(top: string, root: string) {
    const waiting: [folder: string, id: string][] = [[top, root]];
    for (const [folder, id] of waiting) {
      for (const dependency of packages[id].dependencies) {
        const found = packages[dependency];
        if (!found) continue;
        const nearest = foldersAbove(folder)
          .map((above) => above + found.name)
          .find((path) => placed.has(path));
        const same = nearest !== undefined &&
          (placed.get(nearest) === dependency || ALWAYS_ONE.has(found.name));
        if (same) continue;
        const target = nearest === undefined
          ? found.name
          : `${folder}/node_modules/${found.name}`;
        if (placed.has(target)) continue;
        placed.set(target, dependency);
        waiting.push([target, dependency]);
      }
    }
  }
}

/** Where Node looks for the dependencies of a package in this folder. */
function foldersAbove(folder: string): string[] {
  const parts = folder.split("/node_modules/");
  const folders = parts.map((_, index) =>
    `${parts.slice(0, index + 1).join("/node_modules/")}/node_modules/`
  );
  return [...folders.reverse(), ""];
}
