/**
 * Where downloads are kept, and whether there may be any.
 *
 * @module
 */

import { join } from "node:path";

/**
 * The folder that downloads are kept in: `THAW_CACHE`, else a folder `thaw`
 * where the platform keeps caches (`XDG_CACHE_HOME` or `~/.cache`,
 * `~/Library/Caches`, `LOCALAPPDATA`); none where the environment can't be read.
 */
export function cacheFolder(): string | undefined {
  const chosen = variable("THAW_CACHE");
  if (chosen) return chosen;
  const caches = platformCaches();
  return caches && join(caches, "thaw");
}

function platformCaches(): string | undefined {
  if (Deno.build.os === "windows") return variable("LOCALAPPDATA");
  const home = variable("HOME");
  if (Deno.build.os === "darwin") return home && join(home, "Library/Caches");
  return variable("XDG_CACHE_HOME") ?? (home && join(home, ".cache"));
}

/** Whether `THAW_OFFLINE` forbids downloads: set, and neither empty nor 0. */
export function isOffline(): boolean {
  return !["", "0"].includes(variable("THAW_OFFLINE") ?? "");
}

/** An environment variable; not set where cells may not read it. */
function variable(name: string): string | undefined {
  try {
    return Deno.env.get(name) || undefined;
  } catch {
    return undefined;
  }
}
