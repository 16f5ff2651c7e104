/**
 * Which deno.json and package.json hold in a folder, by Deno's rule: those of
 * the nearest folder that has one. What lies further up counts only where it is
 * a workspace that this folder is a member of.
 *
 * @module
 */

import { dirname, join, relative } from "node:path";
import { CONFIG_NAMES, findConfig, findUpwards } from "./find_config.ts";
import { readConfig } from "./found_configs.ts";
import { isFile } from "./is_file.ts";
import { isMember } from "./workspace_patterns.ts";

export interface FoundProject {
  /** Path of the deno.json or deno.jsonc. */
  config?: string;
  /** Path of the package.json. */
  manifest?: string;
  /** The folder of the workspace, or of these files. */
  top: string;
}

/** What holds in a folder; undefined where nothing does. */
export async function foundProject(
  folder: string,
): Promise<FoundProject | undefined> {
  const nearest = findUpwards(folder, CONFIG_NAMES);
  if (nearest === undefined) return undefined;
  const here = dirname(nearest);
  const top = await workspaceOf(here) ?? here;
  // All are folders above each other, so the longer path is further down.
  const held = (path: string | undefined) =>
    path !== undefined && dirname(path).length >= top.length ? path : undefined;
  return {
    config: held(findConfig(here)),
    manifest: held(findUpwards(here, ["package.json"])),
    top,
  };
}

/** The folder of the workspace that a folder is, or is a member of. */
async function workspaceOf(folder: string): Promise<string | undefined> {
  const isPackage = isFile(join(folder, "package.json"));
  for (let below = "", here = folder; here !== below;) {
    for (const name of CONFIG_NAMES) {
      const content = await readConfig(join(here, name));
      const isOne = here === folder
        ? content?.workspace ?? content?.workspaces
        : isMember(content, relative(here, folder), isPackage);
      if (isOne) return here;
    }
    below = here;
    here = dirname(here);
  }
  return undefined;
}
