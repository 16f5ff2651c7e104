/**
 * Whether Deno has a module on the disk already.
 *
 * @module
 */

import { createHash } from "node:crypto";
import { join } from "node:path";
import { cachedVersions } from "../../config/cached_package.ts";

/**
 * @param specifier After the import map: a URL, a path or `npm:`.
 * @param folder Where Deno keeps things, `DENO_DIR`.
 */
export function isCached(specifier: string, folder: string): boolean {
  const npm = /^npm:\/?((?:@[^/@]+\/)?[^/@]+)/.exec(specifier)?.[1];
  if (npm !== undefined) {
    return cachedVersions(npm, folder)
      .some(({ versions }) => versions.length > 0);
  }
  if (/^jsr:/.test(specifier)) {
    const name = /^jsr:\/?(@[^/]+\/[^/@]+)/.exec(specifier)?.[1];
    return isRemoteCached(folder, `https://jsr.io/${name}/meta.json`);
  }
  if (/^https?:/.test(specifier)) return isRemoteCached(folder, specifier);
  return /^(?:\.{0,2}\/|file:)/.test(specifier);
}

function isRemoteCached(folder: string, address: string): boolean {
  const url = URL.parse(address);
  if (!url) return false;
  const { protocol, hostname, port, pathname, search } = url;
  const host = port ? `${hostname}_PORT${port}` : hostname;
  const hash = createHash("sha256").update(pathname + search).digest("hex");
  const scheme = protocol.slice(0, -1);
  try {
    Deno.statSync(join(folder, "remote", scheme, host, hash));
    return true;
  } catch {
    return false;
  }
}
