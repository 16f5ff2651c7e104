/**
 * Which files are the user's own modules, and which of them a module names.
 *
 * @module
 */

import { statSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { TextDecoder, URL } from "../language/natives.ts";

const CODE = /\.(?:[cm]?[jt]sx?)$/;
/** Where Deno and npm keep packages: `npm/HOST/` and `node_modules/`. */
const PACKAGES = /\/(?:node_modules|npm\/[^/]+\.[^/]+)\//;
/** Finds the specifiers that a module may import, behind one of these words. */
const NAMED = /(?:\bfrom|\bimport|\brequire)\s*\(?\s*(["'])([^"'\n]+)\1/g;
/** Endings that `require` tries for a name without one. */
const ENDINGS = ["", ".js", ".cjs", ".json", ".ts", ".cts", "/index.js"];

export function isLocal(url: string): boolean {
  return url.startsWith("file:") && !PACKAGES.test(url);
}

/** Without what follows `?`. */
export function bare(url: string): string {
  const query = url.indexOf("?");
  return query < 0 ? url : url.slice(0, query);
}

export function isPath(specifier: string): boolean {
  return /^(?:\.{0,2}\/|file:)/.test(specifier);
}

/** What a module's text names: files by their paths, and names of others. */
export function namedIn(
  url: string,
  bytes: Uint8Array,
): { imports: string[]; names: string[] } {
  const imports: string[] = [];
  const names: string[] = [];
  const text = CODE.test(url) ? new TextDecoder().decode(bytes) : "";
  for (const [, , specifier] of text.matchAll(NAMED)) {
    if (/^(?:node|npm|jsr|https?|data):/.test(specifier)) continue;
    if (!isPath(specifier)) names.push(specifier);
    else {
      const file = localFile(specifier, (path) => new URL(path, url).href);
      if (file) imports.push(file);
    }
  }
  return { imports, names };
}

/** The URL of a file that a specifier stands for. */
export function localFile(
  specifier: string,
  resolve: (specifier: string) => string,
): string | undefined {
  let target: string;
  try {
    target = bare(resolve(specifier));
  } catch {
    return undefined;
  }
  if (!isLocal(target)) return undefined;
  return ENDINGS.map((ending) => target + ending).find(isFile);
}

function isFile(url: string): boolean {
  try {
    return statSync(fileURLToPath(url)).isFile();
  } catch {
    return false;
  }
}
