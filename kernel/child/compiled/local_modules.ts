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
import { localFile, namedIn } from "./module_files.ts";
import { Map, Set, String } from "../language/natives.ts";

const { readFileSync } = Deno;

interface LocalModule {
  /**
   * What the file system says of the file. Where that changes, the file may
   * have been edited, and is read.
   */
  stamp: string;
  /** Hash of the content. */
  hash: string;
  /** Files that it names by their paths, and those that names stand for. */
  imports: string[];
  /** Names that may stand for files: not resolved before it is loaded. */
  names: string[];
  /** Counts its reloads; 0 is the first. */
  version: number;
  /** Loaded as soon as one import that it was part of has succeeded. */
  state: "loading" | "loaded" | "failed";
}

/** The hash of a file that is not there. */
const MISSING = "";

const modules = new Map<string, LocalModule>();
/** How often anything was loaded anew. */
let reloads = 0;

/** The address under which a module is loaded now. */
export function currentAddress(url: string): string {
  const version = modules.get(url)?.version ?? 0;
  return version === 0 ? url : `${url}?v=${version}`;
}

/** Whether any module has another address than its own. */
export function hasReloads(): boolean {
  return reloads > 0;
}

/** Whether the file of a module was not there when it was looked at. */
export function isMissing(url: string): boolean {
  return modules.get(url)?.hash === MISSING;
}

/**
 * Looks at a module and all that it imports, and gives what was edited, and
 * what imports it, another address.
 *
 * @returns The URLs that were looked at, for `noteEnd()`.
 */
export function refresh(root: string): string[] {
  const edited = new Set<string>();
  const all = reachable(root, (url) => {
    const known = modules.get(url);
    const found = look(url) ?? gone(known);
    if (known === found) return known.imports;
    if (known && (known.hash !== found.hash || known.state === "failed")) {
      edited.add(url);
    }
    modules.set(url, {
      ...found,
      version: known?.version ?? 0,
      state: known?.state ?? "loading",
    });
    return found.imports;
  });
  // What imports an edited module is loaded anew, too, also where it is no part
  // of this import: at its own the edit would be no news.
  for (let grown = edited.size > 0; grown;) {
    grown = false;
    for (const [url, known] of modules) {
      if (edited.has(url)) continue;
      if (!known.imports.some((it) => edited.has(it))) continue;
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

/** What can be reached from a module; `next` gives the imports of one. */
function reachable(root: string, next: (url: string) => string[]): string[] {
  const seen = new Set<string>();
  const queue = [root];
  for (let at = 0; at < queue.length; at++) {
    if (seen.has(queue[at])) continue;
    seen.add(queue[at]);
    queue.push(...next(queue[at]));
  }
  return [...seen];
}

/**
 * Takes note of how an import ended; what failed is tried again.
 *
 * Only now are names resolved: Deno gives up on a package for good that it is
 * asked for before it is downloaded.
 *
 * @param resolve Gives a specifier's URL; throws if there is none.
 */
export function noteEnd(
  urls: string[],
  state: "loaded" | "failed",
  resolve: (specifier: string) => string,
) {
  const queue = [...urls];
  for (let at = 0; at < queue.length; at++) {
    const known = modules.get(queue[at]);
    if (!known || known.state === "loaded") continue;
    known.state = state;
    if (state === "failed") continue;
    for (const name of known.names.splice(0)) {
      const file = localFile(name, resolve);
      if (!file) continue;
      known.imports.push(file);
      queue.push(...refresh(file));
    }
  }
}

/** The module as it is known, if its file is as it was. */
function look(
  url: string,
):
  | LocalModule
  | Pick<LocalModule, "stamp" | "hash" | "imports" | "names">
  | undefined {
  let stamp;
  let bytes;
  const known = modules.get(url);
  try {
    const path = fileURLToPath(url);
    const { mtimeMs, ctimeMs, size, ino } = statSync(path);
    stamp = `${mtimeMs} ${ctimeMs} ${size} ${ino}`;
    // An import that failed may have failed because of a file that is there
    // now. So the file is read again for the files that it names.
    if (known?.stamp === stamp && known.state !== "failed") return known;
    bytes = readFileSync(path);
  } catch {
    // The file is not there or can't be read. If it is one that is imported,
    // the import itself says so.
    return undefined;
  }
  const { createHash } = process.getBuiltinModule("node:crypto");
  const hash = createHash("sha1").update(bytes).digest("hex");
  if (known?.hash === hash && known.state !== "failed") {
    known.stamp = stamp;
    return known;
  }
  const { imports, names } = namedIn(url, bytes);
  return { stamp, hash, imports, names };
}

/**
 * A module whose file is not there. It counts as edited when it goes, and when
 * it comes: under one address V8 would go on to give what it was, and Deno to
 * say that there is none.
 */
function gone(known: LocalModule | undefined) {
  if (known?.hash === MISSING) return known;
  return { stamp: "", hash: MISSING, imports: [], names: [] };
}

/** What `require` has loaded it keeps by path, whatever the address. */
function forgetRequired(url: string) {
  if (!/\.(?:c?[jt]s|json)$/.test(url)) return;
  const { cache } = createRequire(url);
  delete cache[String(fileURLToPath(url))];
}
