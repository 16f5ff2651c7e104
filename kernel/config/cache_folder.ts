/** Where the kernel and Deno keep what they can make again. */

import { homedir } from "node:os";
import { join } from "node:path";

export interface CacheOptions {
  os: typeof Deno.build.os;
  /** Reads an environment variable. */
  env(name: string): string | undefined;
}

/** The kernel's folder: `thaw` in the user's cache; nothing is made there. */
export function cacheFolder(options: CacheOptions): string {
  return join(cachesOf(options), "thaw");
}

/** Deno's own, `DENO_DIR`. */
export function denoFolder(options: CacheOptions): string {
  return options.env("DENO_DIR") || join(cachesOf(options), "deno");
}

/** Both of these. */
export function cacheFolders(
  options: CacheOptions,
): { thaw: string; deno: string } {
  return { thaw: cacheFolder(options), deno: denoFolder(options) };
}

function cachesOf({ os, env }: CacheOptions): string {
  // As the system knows it where no variable says it. The working directory is
  // the notebook's folder, whose author would say what is in the cache.
  const home = env("HOME") || env("USERPROFILE") || homedir();
  return env("XDG_CACHE_HOME") ||
    (os === "windows"
      ? env("LOCALAPPDATA") ?? join(home, "AppData", "Local")
      : os === "darwin"
      ? join(home, "Library", "Caches")
      : join(home, ".cache"));
}
