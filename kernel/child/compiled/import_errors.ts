/**
 * What Deno and V8 say of an import that failed: read, and told in terms of the
 * notebook.
 *
 * @module
 */

import { fileURLToPath } from "node:url";
import { stripVTControlCharacters } from "node:util";
import { attempt } from "../language/attempt.ts";
import { JSON } from "../language/natives.ts";
import { pathAlias } from "./path_alias.ts";

const { parse } = JSON;
const { readTextFileSync } = Deno;

const MISSING_PEER = /^Could not find package '([^']+)' from referrer/;

/** The package that another one would take if it was there. */
export function missingPeer(error: unknown): string | undefined {
  return attempt(
    () => MISSING_PEER.exec((error as Error).message)?.[1],
    undefined,
  );
}

const MISSING = /^(?:TypeError: )?Module not found "(file:[^"]+)"/;

/** The URL of the file that an import lacked. */
export function missingFile(error: unknown): string | undefined {
  return attempt(() => MISSING.exec((error as Error).message)?.[1], undefined);
}

/** Deno speaks of an import map only where a deno.json has one. */
const UNKNOWN =
  /^(?:TypeError: )?Import "([^"]*)" not a dependency( and not in import map)?/;

/** What was loaded anew has another address, which is nobody's file. */
const RELOADED = /(file:\/\/[^\s"]*?)\?v=\d+/g;

/** For a flag, which a kernel is not run with. */
const SLOPPY = ' or have "unstable": ["sloppy-imports"] in deno.json';

/** How `type: "bytes"` is refused: in a cell, and in a module. */
const RAW_IMPORT =
  /(?<=^"bytes" is not a valid module type)\.$|\s*hint: run with --unstable-raw-imports/;
const RAW_IMPORTS =
  ': it is unstable in Deno, and "unstable": ["raw-imports"]' +
  " in the deno.json beside the notebook turns it on";

/** A node_modules that lacks something, where Deno is told to make none. */
const AUTO_INSTALL =
  /then run `deno install`\. Alternatively, turn on auto-install .*$/;
const INSTALL = "then run `deno install` in a terminal: a notebook installs " +
  "nothing by itself.";
/** Cells have the flag where they may not use the network as they like. */
const CACHED_ONLY = /, --cached-only is specified\./;
const NO_DOWNLOAD = "; only for cells with --allow-net or --allow-import it " +
  "is downloaded, or by `deno install` or `deno cache` in a terminal";
const FILE_PACKAGE =
  /^Importing npm packages via a file: specifier is only supported .*$/;
const NOT_INSTALLED =
  " is a folder in package.json, which is found by way of " +
  "node_modules: run `deno install` or `npm install` in a terminal";

/** Files that hold no code, and are taken for some. */
const TEXT_FILE = /\.(?:csv|html|md|svg|tsv|txt|xml|ya?ml)$/;
const AS_TEXT = '; `with { type: "text" }` after the name imports the text';

/** Says an error of an import in terms of the notebook. */
export function explain(error: unknown, name: string, urls: string[]) {
  const { message } = (error ?? {}) as Error;
  if (typeof message !== "string") return;
  const plain = stripVTControlCharacters(message)
    .replaceAll("$deno$stdin.js", "notebook.ts")
    .replace(RELOADED, "$1")
    .replace(" or run with --sloppy-imports", SLOPPY)
    .replace(RAW_IMPORT, RAW_IMPORTS)
    .replace(AUTO_INSTALL, INSTALL)
    .replace(CACHED_ONLY, NO_DOWNLOAD)
    .replace(FILE_PACKAGE, () => `"${name}"${NOT_INSTALLED}`) +
    (isTakenForCode(error, name) ? AS_TEXT : "") + badJson(message, urls);
  const [, unknown, ofMap] = UNKNOWN.exec(plain) ?? [];
  const told = unknown !== name || name.startsWith("#")
    ? plain
    : `"${name}" is not among the imports of deno.json` +
      `${ofMap ? "" : " or the dependencies of package.json"}; ` +
      missingName(name);
  attempt(() => (error as Error).message = told, undefined);
}

/** Whether an import has failed at a place in a file that holds no code. */
function isTakenForCode(error: unknown, name: string): boolean {
  const { message, stack } = error as Error;
  return TEXT_FILE.test(name) &&
    `${message}\n${stack}`.includes(`${name.replace(/.*\//, "")}:`);
}

/** What to do about a name that stands for nothing. */
function missingName(name: string): string {
  if (name === "thaw") {
    return "`thaw init` in a terminal adds it, with what it needs";
  }
  // What elements are compiled to, which no cell has written.
  const jsx = /^(.+)\/jsx(?:-dev)?-runtime$/.exec(name)?.[1];
  if (jsx !== undefined) {
    return `JSX needs it: "${jsx}": "npm:${jsx}" there, or another jsxImportSource`;
  }
  // As bundlers and the `paths` of a tsconfig.json have it.
  const [usual] = /^[@~]\//.exec(name) ?? [];
  const alias = pathAlias(name, Deno.cwd()) ??
    (usual && `"${usual}": "./src/"`);
  return alias === undefined
    ? `a package is "npm:${name}", a file "./${name}"`
    : `${alias} there makes paths of such names, ` +
      "which Deno does not take from a tsconfig.json";
}

/** Which file of JSON is meant: V8 says only what is wrong in it. */
function badJson(message: string, urls: string[]): string {
  if (!/\bJSON\b/.test(message)) return "";
  const bad = urls.find((url) => url.endsWith(".json") && !isJson(url));
  return bad ? ` in ${bad}` : "";
}

function isJson(url: string): boolean {
  const text = attempt(() => readTextFileSync(fileURLToPath(url)), undefined);
  return text === undefined ||
    attempt(() => [parse(text)], undefined) !== undefined;
}
