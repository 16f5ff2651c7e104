/**
 * `import` in cells: what the same line gives in a file of the notebook's
 * folder, and fresh when a local module or one that it imports was edited.
 *
 * The child's program has the address of a file in that folder
 * (`$deno$stdin.js`), so Deno itself resolves: deno.json, import maps,
 * package.json, workspaces. A `resolve` hook would break names that a map gives
 * to npm packages which are not loaded yet (Deno 2.9.6), so there is none until
 * a module has to be loaded anew.
 *
 * @module
 */

import { statSync } from "node:fs";
import { registerHooks } from "node:module";
import { sep } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { stripVTControlCharacters } from "node:util";
import { withIntrinsics } from "../language/intrinsics.ts";
import { post } from "../output/output.ts";
import { barrier } from "../output/barrier.ts";
import { watchTraining } from "../stop/tfjs_training.ts";
import {
  currentAddress,
  hasReloads,
  noteEnd,
  refresh,
} from "./local_modules.ts";
import { bare, isLocal, isPath } from "./module_files.ts";
import { withPatches } from "./patched.ts";
import { JSON, Set, String, URL } from "../language/natives.ts";

/** As Deno resolves in a file of the notebook's folder. */
const resolve: (specifier: string) => string = import.meta.resolve;
let folder = new URL("file:///");
/**
 * Names that were imported. Before, Deno is not asked what one stands for: it
 * then gives up on a package of a lock file that is not downloaded yet.
 */
const loadedNames = new Set<string>();
let hooked = false;
let importing = 0;
const now = Date.now;
const { parse } = JSON;
const { readTextFileSync } = Deno;
/** An import that takes less has downloaded nothing. */
const DOWNLOAD_MS = 2;

/** To be called before cells, which may change the working directory. */
export function installModules() {
  folder = pathToFileURL(Deno.cwd() + sep);
}

/** As `import()`, `import.defer()` and `import.source()`. */
type Load = (
  address: string,
  options?: ImportCallOptions,
) => Promise<Record<string, unknown>>;

/** What both kinds of `import` in a cell become. */
export async function importModule(
  specifier: unknown,
  options?: ImportCallOptions,
): Promise<unknown> {
  const namespace = await withPeers((it) => import(it, options), specifier);
  return withIntrinsics(() => {
    watchTraining(namespace);
    return withPatches(namespace);
  });
}

/** What `import defer` becomes. To look into its module would run it. */
export function importDefer(
  specifier: unknown,
  options?: ImportCallOptions,
): Promise<unknown> {
  return withPeers((it) => import.defer(it, options), specifier);
}

/** What `import.source()` becomes. */
export function importSource(specifier: unknown): Promise<unknown> {
  // @ts-expect-error -- V8 knows it, TypeScript does not yet
  return load((it) => import.source(it), specifier);
}

/**
 * Loads what a cell's imports name before the first of them runs: in a file
 * Deno knows them all at once, and gives a package those beside it that it
 * takes if they are there (jsdom takes canvas, drizzle a driver).
 */
export async function foresee(names: string[]) {
  const added = withIntrinsics(() =>
    names.filter((name) => !loadedNames.has(name))
  );
  if (added.length < 2) return;
  for (const name of added) {
    try {
      await load((it) => import.defer(it), name);
    } catch (error) {
      // The import itself reports what fails for another reason.
      if (!missingPeer(error)) return;
    }
  }
}

const MISSING_PEER = /^Could not find package '([^']+)' from referrer/;

/** The package that another one would take if it was there. */
function missingPeer(error: unknown): string | undefined {
  return attempt(() => MISSING_PEER.exec((error as Error).message)?.[1]);
}

/**
 * Loads a module, and where a package lacks another one first that: Deno
 * installs all that a project names where it makes a `node_modules`, but here
 * packages come from the cache, which has what was imported.
 */
async function withPeers(start: Load, specifier: unknown) {
  const tried = new Set<string>();
  while (true) {
    try {
      return await load(start, specifier);
    } catch (error) {
      const peer = withIntrinsics(() => missingPeer(error));
      if (peer === undefined || withIntrinsics(() => tried.has(peer))) {
        throw error;
      }
      withIntrinsics(() => tried.add(peer));
      try {
        await load((it) => import.defer(it), peer);
      } catch {
        throw error;
      }
    }
  }
}

async function load(start: Load, specifier: unknown) {
  const name = String(specifier);
  const { address, urls } = withIntrinsics(() => addressOf(name));
  let loaded: Record<string, unknown>;
  const began = now();
  withIntrinsics(() => post("importing", ++importing));
  try {
    loaded = await start(address);
  } catch (error) {
    withIntrinsics(() => {
      noteEnd([...urls, ...noteMissing(error, name)], "failed", resolve);
      explain(error, name, urls);
    });
    throw error;
  } finally {
    withIntrinsics(() => {
      // What Deno says of downloads comes by the pipe, and belongs to these.
      if (now() - began > DOWNLOAD_MS) barrier();
      post("importing", --importing);
    });
  }
  withIntrinsics(() =>
    noteEnd([...urls, ...noteName(name)], "loaded", resolve)
  );
  return loaded;
}

/** What to import for a specifier, and the local modules that are part of it. */
function addressOf(name: string): { address: string; urls: string[] } {
  const url = isPath(name) || loadedNames.has(name)
    ? attempt(() => resolve(name))
    : undefined;
  if (!url || !isLocal(url) || url.includes("?")) {
    return { address: name, urls: [] };
  }
  const urls = refresh(url);
  if (!hasReloads()) return { address: name, urls };
  installHook();
  return { address: currentAddress(url), urls };
}

/** The first import of a name that stands for a file of the user's. */
function noteName(name: string): string[] {
  if (isPath(name) || loadedNames.has(name)) return [];
  loadedNames.add(name);
  const url = attempt(() => resolve(name));
  return url && isLocal(url) && !url.includes("?") ? refresh(url) : [];
}

const MISSING = /^(?:TypeError: )?Module not found "(file:[^"]+)"/;

/**
 * A file that an import lacked: once it is there it needs another address. Only
 * a name for a file can lack one, so Deno may be asked for this name now.
 */
function noteMissing(error: unknown, name: string): string[] {
  const url = attempt(() => MISSING.exec((error as Error).message)?.[1]);
  if (url === undefined || !isLocal(url)) return [];
  if (!isPath(name)) loadedNames.add(name);
  return refresh(bare(url));
}

function attempt<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}

/** Sends the imports of modules to the addresses they have now. */
function installHook() {
  if (hooked) return;
  hooked = true;
  registerHooks({
    resolve(specifier, context, next) {
      // `next` knows no file of a package that is not loaded yet.
      let own: string | undefined;
      let failure: unknown;
      try {
        own = resolve(specifier);
      } catch (error) {
        failure = error;
      }
      if (own && /^(?:npm|jsr):/.test(own)) {
        return { url: own, shortCircuit: true };
      }
      const result = next(specifier, context);
      return withIntrinsics(() => {
        if (!isLocal(result.url)) return result;
        // Deno resolves a name that it does not know as a path.
        const isFile = isPath(specifier) || own !== undefined ||
          exists(result.url);
        if (!isFile) throw failure;
        if (result.url.includes("?")) return result;
        return { ...result, url: currentAddress(bare(result.url)) };
      });
    },
  });
}

function exists(url: string): boolean {
  return attempt(() => statSync(fileURLToPath(bare(url)))) !== undefined;
}

const UNKNOWN = /^(?:TypeError: )?Import "([^"]*)" not a dependency/;

/** What was loaded anew has another address, which is nobody's file. */
const RELOADED = /(file:\/\/[^\s"]*?)\?v=\d+/g;

/** Says an error of an import in terms of the notebook. */
function explain(error: unknown, name: string, urls: string[]) {
  const { message } = (error ?? {}) as Error;
  if (typeof message !== "string") return;
  const plain = stripVTControlCharacters(message)
    .replaceAll("$deno$stdin.js", "notebook.ts")
    .replace(RELOADED, "$1") + badJson(message, urls);
  const own = UNKNOWN.exec(plain)?.[1] === name && !name.startsWith("#");
  attempt(() =>
    (error as Error).message = own
      ? `"${name}" is not among the imports of deno.json; ` +
        (name === "thaw"
          ? "`thaw init` in a terminal adds it, with what it needs"
          : `a package is "npm:${name}", a file "./${name}"`)
      : plain
  );
}

/** Which file of JSON is meant: V8 says only what is wrong in it. */
function badJson(message: string, urls: string[]): string {
  if (!/\bJSON\b/.test(message)) return "";
  const bad = urls.find((url) => url.endsWith(".json") && !isJson(url));
  return bad ? ` in ${bad}` : "";
}

function isJson(url: string): boolean {
  const text = attempt(() => readTextFileSync(fileURLToPath(url)));
  return text === undefined ||
    attempt(() => [parse(text)]) !== undefined;
}

/** `import.meta` of a cell: that of a module in the notebook's folder. */
export function cellMeta() {
  const url = new URL("notebook.ts", folder).href;
  return {
    url,
    main: true,
    filename: fileURLToPath(url),
    dirname: Deno.cwd(),
    resolve,
  };
}
