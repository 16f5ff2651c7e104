/**
 * Which workspace a project is a member of, and who else is.
 *
 * @module
 */

import { dirname, join, relative } from "node:path";
import { CONFIG_NAMES } from "./find_config.ts";
import { isFile } from "./is_file.ts";
import { readJsonFile } from "./read_json_file.ts";
import { isMember, workspacePatterns } from "./workspace_patterns.ts";

/** The configuration of the workspace above a folder that names it. */
export function workspaceAbove(folder: string): string | undefined {
  const isPackage = isFile(join(folder, "package.json"));
  for (let here = dirname(folder), below = folder; here !== below;) {
    for (const name of CONFIG_NAMES) {
      const path = join(here, name);
      const config = readJsonFile(path);
      if (isMember(config, relative(here, folder), isPackage)) return path;
    }
    below = here;
    here = dirname(here);
  }
  return undefined;
}

/**
 * The folders of a workspace's members.
 *
 * @param path The workspace's configuration; of any other there are none.
 */
export function workspaceMembers(path: string): string[] {
  const { workspace, workspaces } = readJsonFile(path);
  return workspacePatterns(workspace ?? workspaces).flatMap((pattern) => {
    const folder = join(dirname(path), pattern.replace(/\/\*?$/, ""));
    return pattern.endsWith("/*") ? foldersIn(folder) : [folder];
  });
}

function foldersIn(folder: string): string[] {
  try {
    return [...Deno.readDirSync(folder)]
      .filter(({ isDirectory }) => isDirectory)
      .map(({ name }) => join(folder, name));
  } catch {
    return [];
  }
}
