/** What a child of the checkout is started with, in a test. */

import { fileURLToPath } from "node:url";
import { cacheFolder, denoFolder } from "../../kernel/config/cache_folder.ts";
import type { ChildOptions } from "../../kernel/runtime/process/spawn_deno.ts";

function ownFile(name: string): string {
  return fileURLToPath(new URL(`../../${name}`, import.meta.url));
}

export function childOptions(
  folder = Deno.cwd(),
  permissions = ["--allow-all"],
): ChildOptions {
  const env = (name: string) => Deno.env.get(name);
  const { os } = Deno.build;
  return {
    folder,
    permissions,
    env: {},
    fallback: { config: ownFile("deno.json"), lock: ownFile("deno.lock") },
    caches: { thaw: cacheFolder({ os, env }), deno: denoFolder({ os, env }) },
    heapLimit: 512,
  };
}
