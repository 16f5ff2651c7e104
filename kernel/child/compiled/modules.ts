/**
 * `import` in cells: relative to the notebook's folder, and fresh when a local
 * module or one that it imports was edited since.
 *
 * @module
 */

import { registerHooks } from "node:module";
import { statSync } from "node:fs";
import { sep } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { withIntrinsics } from "../language/intrinsics.ts";
import { watchTraining } from "../stop/tfjs_training.ts";
import {
  Math,
  Object,
  Set,
  String,
  TypeError,
  URL,
} from "../language/natives.ts";

/** Local modules and what each imports, as seen while they were loaded. */
const imports = new Map<string, Set<string>>();
/** The edit that a module was first loaded with, in ms since the epoch. */
const loaded = new Map<string, number>();

/** Built-in modules of which the bootstrap has replaced parts. */
const patched = new Set<unknown>();

let folder = new URL("file:///");

function isLocal(url: string): boolean {
  return url.startsWith("file:") && !url.includes("/node_modules/") &&
    !url.includes("/npm/");
}

function bare(url: string): string {
  const query = url.indexOf("?");
  return query < 0 ? url : url.slice(0, query);
}

/** When a module was edited last, in ms; 0 if it can't be read. */
function lastEdit(url: string): number {
  try {
    return statSync(fileURLToPath(url)).mtimeMs;
  } catch {
    // The import itself reports it.
    return 0;
  }
}

/**
 * The newest edit since loading among a module and all that it imports, in ms;
 * 0 if there was none. Each module is compared with itself: the imports of one
 * become known only while it loads, and may be younger than it is.
 */
function editedSince(url: string, seen = new Set<string>()): number {
  if (seen.has(url)) return 0;
  seen.add(url);
  const now = lastEdit(url);
  let newest = now > (loaded.get(url) ?? now) ? now : 0;
  for (const target of imports.get(url) ?? []) {
    newest = Math.max(newest, editedSince(target, seen));
  }
  return newest;
}

/** A module's address: as it is the first time, `?v=…` once it was edited. */
function fresh(url: string): string {
  if (url.includes("?")) return url;
  if (!loaded.has(url)) loaded.set(url, lastEdit(url));
  const edit = editedSince(url);
  return edit > 0 ? `${url}?v=${edit}` : url;
}

/** Sets where relative specifiers start, and watches what modules import. */
export function installModules() {
  folder = pathToFileURL(Deno.cwd() + sep);
  registerHooks({
    resolve(specifier, context, next) {
      const result = next(specifier, context);
      return withIntrinsics(() => {
        const parent = context.parentURL && bare(context.parentURL);
        if (!parent || !isLocal(result.url) || !isLocal(parent)) return result;
        const target = bare(result.url);
        let targets = imports.get(parent);
        if (!targets) imports.set(parent, targets = new Set());
        targets.add(target);
        return { ...result, url: fresh(result.url) };
      });
    },
  });
}

function resolve(specifier: string): string {
  const relative = /^\.{0,2}\//.test(specifier);
  const url = relative ? new URL(specifier, folder).href : specifier;
  return isLocal(url) ? fresh(url) : url;
}

/** What both kinds of `import` in a cell become. */
export async function importModule(
  specifier: unknown,
  options?: ImportCallOptions,
): Promise<unknown> {
  const name = String(specifier);
  const url = withIntrinsics(() => resolve(name));
  let namespace: Record<string, unknown>;
  try {
    namespace = await import(url, options);
  } catch (error) {
    throw withIntrinsics(() => isUnknownName(name, error))
      ? unknownName(name)
      : error;
  }
  return withIntrinsics(() => {
    if (patched.has(namespace.default)) return withPatches(namespace);
    watchTraining(namespace);
    return namespace;
  });
}

/** Deno takes a bare name that the config lacks for a file beside this one. */
function isUnknownName(name: string, error: unknown): boolean {
  const isBare = !/^(?:\.{0,2}\/|[a-z][a-z0-9+.-]*:)/i.test(name);
  const beside = new URL(name, import.meta.url).href;
  return isBare && String((error as Error)?.message).includes(beside);
}

function unknownName(name: string): TypeError {
  return new TypeError(
    `"${name}" is not among the imports of deno.json; ` +
      `a package is "npm:${name}", a file "./${name}"`,
  );
}

/**
 * Makes cells see what was replaced in a built-in module. Deno's
 * `syncBuiltinESMExports` leaves named exports as they were.
 */
export function markPatched(builtin: object) {
  patched.add(builtin);
}

function withPatches(namespace: Record<string, unknown>) {
  const builtin = namespace.default as Record<string, unknown>;
  const copy = { ...namespace };
  for (const name of Object.keys(namespace)) {
    if (name in builtin) copy[name] = builtin[name];
  }
  return copy;
}

/** `import.meta` of a cell: that of a module in the notebook's folder. */
export function cellMeta() {
  const url = new URL("notebook.ts", folder).href;
  return {
    url,
    main: true,
    filename: fileURLToPath(url),
    dirname: Deno.cwd(),
    resolve: (specifier: string) =>
      /^\.{0,2}\//.test(specifier)
        ? new URL(specifier, url).href
        : import.meta.resolve(specifier),
  };
}
