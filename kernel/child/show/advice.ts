/**
 * What to do about errors whose own texts are meant for other places than a
 * notebook, or say nothing of it.
 *
 * @module
 */

import { Object } from "../language/natives.ts";
import { foreignName } from "./foreign_names.ts";

/** What CommonJS modules have, and modules have otherwise. */
const COMMON_JS: Record<string, string> = {
  require: ': a cell imports, as a module does (import fs from "node:fs"); ' +
    "createRequire(import.meta.url) of node:module makes a require",
  __dirname: ": in a module it is import.meta.dirname",
  __filename: ": in a module it is import.meta.filename",
};

/** A file that was written as CommonJS, where Deno takes it for a module. */
const COMMON_JS_NAMES = ["require", "module", "exports"];
const COMMON_JS_FILE = ": Deno takes this file for a module; CommonJS is a " +
  'file .cjs, or one below a package.json with "type": "commonjs"';

/** What code that is imported takes for granted in a page. */
const PAGE = ["window", "document"];
const MADE_FOR_PAGE = ": this code is made for a page, and cells run in Deno";

/** What is there once a feature of Deno's is turned on, by the feature. */
const UNSTABLE: Record<string, string[]> = {
  bundle: ["Deno.bundle"],
  cron: ["Deno.cron"],
  kv: ["Deno.openKv"],
  net: ["Deno.listenDatagram", "Deno.QuicEndpoint", "WebSocketStream"],
  webgpu: ["Deno.UnsafeWindowSurface"],
};
const MISSING = /^([\w.]+) is not (?:a function|a constructor|defined)$/;

/** What packages with a native part say that their install script makes. */
const NO_ADDON =
  /^(?:Cannot find module '[^']*\.node'|Could not locate the bindings file|The Node\.js native addon module \()/;
/** The package that a file of Deno's cache or of a node_modules is part of. */
const PACKAGE =
  /\S*\/(?:node_modules|npm\/[^/\s]+)\/((?!\.)(?:@[^/\s]+\/)?[^/\s]+)\//;

/** A path, or the name of a file with data, where a URL is needed. */
const NO_URL =
  /^Invalid URL: '(\.{1,2}\/[^']*|[^':/]+\.(?:csv|geojson|html|jpe?g|json|png|svg|tsv|txt|wasm|xml))'$/;
const WORKER =
  /^Classic workers are not supported|^invalid URL: relative URL without a base/;
const MODULE_WORKER = ": a worker in a file beside the notebook is " +
  'new Worker(import.meta.resolve("./worker.ts"), { type: "module" })';

/**
 * What follows the message; empty where there is nothing to say.
 *
 * @param isInCell Whether a cell threw the error itself.
 */
export function advice(message: string, isInCell: boolean): string {
  const missing = MISSING.exec(message)?.[1];
  if (missing !== undefined) {
    if (!isInCell && COMMON_JS_NAMES.includes(missing)) return COMMON_JS_FILE;
    if (Object.hasOwn(COMMON_JS, missing)) return COMMON_JS[missing];
    if (!isInCell && PAGE.includes(missing)) return MADE_FOR_PAGE;
    const foreign = isInCell && message.endsWith("defined")
      ? foreignName(missing)
      : "";
    return foreign ? `: ${foreign}` : unstable(missing);
  }
  if (isInCell) {
    const path = NO_URL.exec(message)?.[1];
    if (path !== undefined) return noUrl(path);
    if (WORKER.test(message)) return MODULE_WORKER;
  }
  return NO_ADDON.test(message) ? noAddon(message) : "";
}

function noUrl(path: string): string {
  const file = path.startsWith(".") ? path : `./${path}`;
  return `: for a file beside the notebook, import.meta.resolve("${file}") gives one`;
}

function unstable(missing: string): string {
  const feature = Object.keys(UNSTABLE)
    .find((name) => UNSTABLE[name].includes(missing));
  if (feature === undefined) return "";
  return `: it is unstable in Deno, and "unstable": ["${feature}"] in the ` +
    "deno.json beside the notebook turns it on";
}

function noAddon(message: string): string {
  const name = PACKAGE.exec(message)?.[1] ?? "PACKAGE";
  return `\n${name} makes this file by an install script, and Deno runs none ` +
    `by itself: "npm install ${name}" in the notebook's folder does, if there ` +
    "is a package.json";
}
