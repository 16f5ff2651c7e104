/**
 * The imports of a configuration as an import map, in a URL of its own.
 *
 * For folders that have no configuration. By `--config` they would be parts of
 * the kernel's project, and Deno keeps `localStorage`, `caches` and `openKv()`
 * by project: notebooks of all such folders would share them.
 *
 * @module
 */

import { pathToFileURL } from "node:url";
import { parseJsonc } from "./parse_jsonc.ts";

/** @param config Absolute path of a `deno.json`. */
export async function importMapUrl(config: string): Promise<string> {
  const base = pathToFileURL(config).href;
  const imports: Record<string, string> = {};
  for (const [name, target] of Object.entries(await importsOf(config))) {
    const package_ = /^(npm|jsr):(?!\/)/.exec(target);
    // Deno adds this entry to a configuration's imports, but not to a map's.
    if (package_ && !name.endsWith("/")) {
      const [scheme, kind] = package_;
      imports[`${name}/`] ??= `${kind}:/${target.slice(scheme.length)}/`;
    }
    imports[name] = /^\.{0,2}\//.test(target)
      ? new URL(target, base).href
      : target;
  }
  const json = JSON.stringify({ imports });
  return `data:application/json,${encodeURIComponent(json)}`;
}

/** Without imports where it can't be read: bare names then are not known. */
async function importsOf(config: string): Promise<Record<string, string>> {
  try {
    return (await parseJsonc(await Deno.readTextFile(config))).imports ?? {};
  } catch {
    return {};
  }
}
