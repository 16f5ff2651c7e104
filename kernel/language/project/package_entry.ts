/**
 * Which file of a package holds the types of one of its entries.
 *
 * @module
 */

import { dirname, join } from "node:path";
import { BARE } from "../../config/import_map.ts";
import { isFile } from "../../config/is_file.ts";
import { readText } from "../../config/read_text.ts";

/** In the order in which TypeScript tries them. */
const CONDITIONS = ["types", "import", "module-sync", "node", "default"];

interface Manifest {
  exports?: unknown;
  types?: string;
  typings?: string;
  module?: string;
  main?: string;
}

/**
 * The file, relative to the package's folder; undefined if it has no such
 * entry. It may be JavaScript, of which TypeScript then tells what it can.
 *
 * @param folder Where the package is.
 * @param subpath `""`, or such as `/node`.
 */
export function packageEntry(
  folder: string,
  subpath: string,
): string | undefined {
  const manifest = readManifest(folder);
  if (!manifest) return undefined;
  const candidates: (string | undefined)[] = [];
  if (manifest.exports !== undefined) {
    candidates.push(exported(manifest.exports, `.${subpath}`));
  }
  if (subpath === "") {
    candidates.push(manifest.types, manifest.typings, manifest.module);
    candidates.push(manifest.main, "index.d.ts", "index.js");
  } else candidates.push(`.${subpath}`);
  const found = candidates.flatMap((path) => path ? typed(path) : []);
  return found.find((path) => isFile(join(folder, path)));
}

/**
 * The file of a package in a `node_modules` at or above a folder, or that of
 * its types, where another package there has them.
 */
export function installedEntry(
  folder: string,
  specifier: string,
): string | undefined {
  const [, name, subpath] = BARE.exec(specifier) ?? [];
  if (name === undefined) return undefined;
  const entry = entryAbove(folder, name, subpath);
  if (entry === undefined || isTyped(entry)) return entry;
  return entryAbove(folder, typesPackage(name), subpath) ?? entry;
}

/** The package that has the types of one without any. */
export function typesPackage(name: string): string {
  return `@types/${name.replace(/^@/, "").replace("/", "__")}`;
}

/** Whether a file is TypeScript, declarations included. */
export function isTyped(path: string): boolean {
  return /\.[cm]?tsx?$/.test(path);
}

function entryAbove(
  folder: string,
  name: string,
  subpath: string,
): string | undefined {
  for (let here = folder;; here = dirname(here)) {
    try {
      // Its own dependencies lie beside the folder itself, not beside a link.
      const found = Deno.realPathSync(join(here, "node_modules", name));
      const entry = packageEntry(found, subpath);
      return entry && join(found, entry);
    } catch {
      if (dirname(here) === here) return undefined;
    }
  }
}

/** Declarations that may stand beside a file, then the file itself. */
function typed(path: string): string[] {
  const base = path.replace(/\.([cm]?)js$/, "");
  const kind = /\.([cm]?)js$/.exec(path)?.[1];
  if (/\.d\.[cm]?ts$/.test(path)) return [path];
  if (kind !== undefined) {
    return [`${base}.d.${kind}ts`, `${base}.d.ts`, `${base}.ts`, path];
  }
  return [`${path}.d.ts`, `${path}/index.d.ts`, path, `${path}.js`];
}

/** What `exports` of a package.json has for an entry. */
export function exported(exports: unknown, entry: string): string | undefined {
  if (typeof exports === "string") return entry === "." ? exports : undefined;
  if (Array.isArray(exports)) {
    return exports.map((one) => exported(one, entry)).find(Boolean);
  }
  if (exports === null || typeof exports !== "object") return undefined;
  const table = exports as Record<string, unknown>;
  if (Object.keys(table).some((key) => key.startsWith("."))) {
    if (table[entry] !== undefined) return chosen(table[entry]);
    for (const [pattern, value] of Object.entries(table)) {
      const [before, after] = pattern.split("*");
      if (after === undefined) continue;
      if (entry.startsWith(before) && entry.endsWith(after)) {
        const star = entry.slice(before.length, entry.length - after.length);
        return chosen(value)?.replaceAll("*", star);
      }
    }
    return undefined;
  }
  return entry === "." ? chosen(table) : undefined;
}

function chosen(value: unknown): string | undefined {
  if (typeof value === "string") return value;
  if (Array.isArray(value)) return value.map(chosen).find(Boolean);
  if (value === null || typeof value !== "object") return undefined;
  for (const [condition, next] of Object.entries(value)) {
    if (!CONDITIONS.includes(condition)) continue;
    const found = chosen(next);
    if (found) return found;
  }
}

function readManifest(folder: string): Manifest | undefined {
  try {
    return JSON.parse(readText(join(folder, "package.json")));
  } catch {
    return undefined;
  }
}
