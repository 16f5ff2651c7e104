/** What a child of the checkout is started with, in a test. */

import { cacheFolders } from "../../kernel/config/cache_folder.ts";
import { FALLBACK } from "../../kernel/config/own_config.ts";
import type { ChildOptions } from "../../kernel/runtime/process/spawn_deno.ts";

export function childOptions(
  folder = Deno.cwd(),
  permissions = ["--allow-all"],
): ChildOptions {
  return {
    folder,
    permissions,
    env: {},
    fallback: FALLBACK,
    caches: cacheFolders({
      os: Deno.build.os,
      env: (name) => Deno.env.get(name),
    }),
    heapLimit: 512,
  };
}
