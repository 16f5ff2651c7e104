/**
 * Folders as a workspace's configuration names them.
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
