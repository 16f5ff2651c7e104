/**
 * Local modules that cells import: which were edited since they were loaded,
 * and which have to be loaded anew with them.
 *
 * A module is known by its URL. Once it or one that it imports was edited, it
 * gets another URL (`?v=1`), and so V8 loads it again. What is told from a
 * module's text are the files it names, more of them than it may import; that
 * costs no more than a needless reload.
 *
 * @module
 */

import { statSync } from "node:fs";
import { createRequire } from "node:module";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { Map, Set, String, TextDecoder, URL } from "../language/natives.ts";

interface LocalModule {
  /** What the file system says of the file; a change is only a suspicion. */
  stamp: string;
  /** Hash of the content. */
  hash: string;
  /** Files that it names. */
  imports: string[];
  /** Counts its reloads; 0 is the first. */
  version: number;
  /** Whether an import succeeded of which it was part; failed is only failed. */
  state: "loading" | "loaded" | "failed";
}

const modules = new Map<string, LocalModule>();
/** How often anything was loaded anew. */
let reloads = 0;

const { readFileSync } = Deno;
const CODE = /\.(?:[cm]?[jt]sx?)$/;
/** What a module may import: after `from`, `import` and `require(`. */
const NAMED = /(?:\bfrom|\bimport|\brequire)\s*\(?\s*(["'])([^"'\n]+)\1/g;
/** What `require` adds to a name without an extension. */
const ENDINGS = ["", ".js", ".cjs", ".json", ".ts", ".cts", "/index.js"];

export function isLocal(url: string): boolean {
  return url.startsWith("file:") && !url.includes("/node_modules/") &&
    !url.includes("/npm/");
}

/** Without what follows `?`. */
export function bare(url: string): string {
  const query = url.indexOf("?");
  return query < 0 ? url : url.slice(0, query);
}

/** The address under which a module is loaded now. */
export function currentAddress(url: string): string {
  const version = modules.get(url)?.version ?? 0;
  return version === 0 ? url : `${url}?v=${version}`;
}

/** Whether any module has another address than its own. */
export function hasReloads(): boolean {
  return reloads > 0;
}

/**
 * Looks at a module and all that it imports, and gives what was edited, and
 * what imports it, another address.
 *
 * @param resolve Gives a specifier's URL; throws if there is none.
 * @returns The URLs that were looked at, for `noteEnd()`.
 */
export function refresh(
  root: string,
  resolve: (specifier: string) => string,
): string[] {
  const edited = new Set<string>();
  const seen = new Set<string>();
  const queue = [root];
  for (let at = 0; at < queue.length; at++) {
    const url = queue[at];
    if (seen.has(url)) continue;
    seen.add(url);
    const found = look(url, resolve);
    if (!found) continue;
    const known = modules.get(url);
    const { version = 0, state = "loading" } = known ?? {};
    const isOther = known && known.hash !== found.hash;
    if (isOther || state === "failed") edited.add(url);
    const { stamp, hash, imports } = found;
    modules.set(url, { stamp, hash, imports, version, state });
    queue.push(...found.imports);
  }
  const all = [...seen];
  // What imports an edited module is loaded anew, too.
  for (let grown = true; grown;) {
    grown = false;
    for (const url of all) {
      if (edited.has(url)) continue;
      const known = modules.get(url);
      if (!known?.imports.some((it) => edited.has(it))) continue;
      edited.add(url);
      grown = true;
    }
  }
  if (edited.size > 0) reloads++;
  for (const url of edited) {
    const known = modules.get(url)!;
    known.version = reloads;
    known.state = "loading";
    forgetRequired(url);
  }
  return all;
}

/** Takes note of how an import ended; what failed is tried again. */
export function noteEnd(urls: string[], state: "loaded" | "failed") {
  for (const url of urls) {
    const known = modules.get(url);
    if (known && known.state !== "loaded") known.state = state;
  }
}

function look(
  url: string,
  resolve: (specifier: string) => string,
): Pick<LocalModule, "stamp" | "hash" | "imports"> | undefined {
  let stamp;
  let bytes;
  try {
    const path = fileURLToPath(url);
    const { mtimeMs, ctimeMs, size, ino } = statSync(path);
    stamp = `${mtimeMs} ${ctimeMs} ${size} ${ino}`;
    const known = modules.get(url);
    if (known?.stamp === stamp) return known;
    bytes = readFileSync(path);
  } catch {
    // Not there, or not to be read: the import itself reports it.
    return undefined;
  }
  const { createHash } = process.getBuiltinModule("node:crypto");
  const hash = createHash("sha1").update(bytes).digest("hex");
  const imports = CODE.test(url)
    ? importsOf(new TextDecoder().decode(bytes), url, resolve)
    : [];
  return { stamp, hash, imports };
}

function importsOf(
  text: string,
  url: string,
  resolve: (specifier: string) => string,
): string[] {
  const found: string[] = [];
  for (const [, , specifier] of text.matchAll(NAMED)) {
    if (/^(?:node|npm|jsr|https?|data):/.test(specifier)) continue;
    let target;
    try {
      target = /^\.{0,2}\//.test(specifier)
        ? new URL(specifier, url).href
        : resolve(specifier);
    } catch {
      continue;
    }
    if (!isLocal(target)) continue;
    const file = ENDINGS.map((ending) => bare(target) + ending).find(isFile);
    if (file) found.push(file);
  }
  return found;
}

function isFile(url: string): boolean {
  try {
    return statSync(fileURLToPath(url)).isFile();
  } catch {
    return false;
  }
}

/** What `require` has loaded it keeps by path, whatever the address. */
function forgetRequired(url: string) {
  if (!/\.(?:c?[jt]s|json)$/.test(url)) return;
  const { cache } = createRequire(url);
  delete cache[String(fileURLToPath(url))];
}
