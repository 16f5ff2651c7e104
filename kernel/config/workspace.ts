/**
 * Which workspace a project is a member of, and who else is.
 *
 * @module
 */

import { dirname, join } from "node:path";
import { CONFIG_NAMES } from "./find_config.ts";
import { readJsonFile } from "./read_json_file.ts";

/** The configuration of the nearest workspace above a folder. */
export function workspaceAbove(folder: string): string | undefined {
  for (let here = dirname(folder), below = folder; here !== below;) {
    for (const name of CONFIG_NAMES) {
      const path = join(here, name);
      const config = readJsonFile(path);
      if (config.workspace ?? config.workspaces) return path;
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
  return [workspace ?? workspaces].flatMap((said) => patternsOf(said))
    .flatMap((pattern) => {
      const folder = join(dirname(path), pattern.replace(/\/\*?$/, ""));
      return pattern.endsWith("/*") ? foldersIn(folder) : [folder];
    });
}

function patternsOf(said: unknown): string[] {
  const list = Array.isArray(said) || said === null || typeof said !== "object"
    ? said
    : (said as { members?: unknown }).members ??
      (said as { packages?: unknown }).packages;
  return Array.isArray(list)
    ? list.filter((one) => typeof one === "string")
    : [];
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
