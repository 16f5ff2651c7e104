/**
 * Which folders a workspace's configuration names as its members.
 *
 * @module
 */

import { matchesGlob, normalize } from "node:path";

/**
 * Folders as it names them.
 *
 * @param said What it has as `workspace`, or a package.json as `workspaces`.
 */
export function workspacePatterns(said: unknown): string[] {
  const list = Array.isArray(said) || said === null || typeof said !== "object"
    ? said
    : (said as { members?: unknown }).members ??
      (said as { packages?: unknown }).packages;
  return Array.isArray(list)
    ? list.filter((one) => typeof one === "string")
    : [];
}

/**
 * Whether a configuration names a folder.
 *
 * @param path The folder's, from where the configuration lies.
 * @param isPackage Whether the folder has a package.json, as npm's members do.
 */
export function isMember(
  config: { workspace?: unknown; workspaces?: unknown } | undefined,
  path: string,
  isPackage: boolean,
): boolean {
  return [
    ...workspacePatterns(config?.workspace),
    ...isPackage ? workspacePatterns(config?.workspaces) : [],
  ].some((pattern) =>
    matchesGlob(path, normalize(pattern).replace(/[\\/]$/, ""))
  );
}
