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

import { fileURLToPath } from "node:url";
import { attempt } from "../language/attempt.ts";
import { outsideCells } from "../cells/cells.ts";
import { withIntrinsics } from "../language/intrinsics.ts";
import { post } from "../output/output.ts";
import { barrier } from "../output/barrier.ts";
import { watchTraining } from "../stop/tfjs_training.ts";
import { explain, missingFile, missingPeer } from "./import_errors.ts";
import {
  currentAddress,
  hasReloads,
  isMissing,
  noteEnd,
  refresh,
} from "./local_modules.ts";
import { bare, isLocal, isPath } from "./module_files.ts";
import { withPatches } from "./patched.ts";
import { installReloadHook } from "./reload_hook.ts";
import { Set, String, URL } from "../language/natives.ts";

/** As Deno resolves in a file of the notebook's folder. */
const resolve: (specifier: string) => string = import.meta.resolve;
/**
 * Names that were imported. Before, Deno is not asked what one stands for: it
 * then gives up on a package of a lock file that is not downloaded yet.
 */
const loadedNames = new Set<string>();
/** Names that `foresee()` has loaded, or could not. */
const foreseen = new Set<string>();
/** Addresses whose modules have run. */
const ran = new Set<string>();
let contexts = 0;
let importing = 0;
const now = Date.now;
/** An import that takes less has downloaded nothing. */
const DOWNLOAD_MS = 2;

/** As `import()`, `import.defer()` and `import.source()`. */
type Load = (
  address: string,
  options?: ImportCallOptions,
) => Promise<Record<string, unknown>>;

/** Whether a cell is importing, so that V8 may be evaluating a module. */
export function isImporting(): boolean {
  return importing > 0;
}

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
export async function foresee(names: string[], required: string[] = []) {
  const imported = unseen(names);
  if (imported.length > 1) await loadAll(imported);
  // `require` takes what Deno has loaded only, and in a file Deno loads what
  // its calls name before it runs. A cell may require one package where it
  // lacks another, so each is loaded whatever became of those before it.
  for (const name of unseen(required)) await loadAll([name]);
}

function unseen(names: string[]): string[] {
  return withIntrinsics(() =>
    names.filter((name) => !loadedNames.has(name) && !foreseen.has(name))
  );
}

async function loadAll(names: string[]) {
  for (const name of withIntrinsics(() => names.sort(byPackage))) {
    withIntrinsics(() => foreseen.add(name));
    if (!await loadOnly(name)) return;
  }
}

const PACKAGE = /^(?:npm:\/?)?((?:@[^/]+\/)?[^/@]*)/;

/**
 * `preact` before `preact-render-to-string`. Deno gives a package the newest of
 * what it takes from beside it, and not the version that an import names, if
 * that import is not resolved yet. What others take has the shorter name.
 */
function byPackage(a: string, b: string): number {
  return PACKAGE.exec(a)![1].length - PACKAGE.exec(b)![1].length;
}

const IS_SCRIPT = /^Source phase imports are not supported/;

/**
 * Loads what a name stands for and runs nothing of it. V8 has no source to give
 * of a script, and says so when Deno has loaded all. By `import.defer` Deno
 * 2.9.6 ends where a dependency imports within a top-level `await`.
 *
 * @returns False if it can't be loaded; the import itself says why.
 */
async function loadOnly(name: string): Promise<boolean> {
  try {
    await importSource(name);
    return true;
  } catch (error) {
    return withIntrinsics(() =>
      missingPeer(error) !== undefined ||
      attempt(() => IS_SCRIPT.test((error as Error).message), false)
    );
  }
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
      if (!await loadOnly(peer)) throw error;
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
  if (withIntrinsics(() => !ran.has(address))) await leaveContext(address);
  return loaded;
}

/**
 * Deno 2.9.6 calls what has no cell of its own, such as handlers of
 * `Deno.serve`, as part of the cell whose import ran a module last. So after
 * each that did, a module runs that is part of no cell.
 */
async function leaveContext(address: string) {
  withIntrinsics(() => ran.add(address));
  await outsideCells(() => import(`data:text/javascript,${contexts++}`));
}

/** What to import for a specifier, and the local modules that are part of it. */
function addressOf(name: string): { address: string; urls: string[] } {
  const url = isPath(name) || loadedNames.has(name)
    ? attempt(() => resolve(name), undefined)
    : undefined;
  if (!url || !isLocal(url) || url.includes("?")) {
    return { address: name, urls: [] };
  }
  const urls = refresh(url);
  // Under an address that no module names: Deno 2.9.6 remembers that an address
  // has no file, and would still say so to modules that import it once it has.
  if (isMissing(url)) return { address: `${url}?v=0`, urls };
  if (!hasReloads()) return { address: name, urls };
  installReloadHook(resolve);
  return { address: currentAddress(url), urls };
}

/** The first import of a name that stands for a file of the user's. */
function noteName(name: string): string[] {
  if (isPath(name) || loadedNames.has(name)) return [];
  loadedNames.add(name);
  const url = attempt(() => resolve(name), undefined);
  return url && isLocal(url) && !url.includes("?") ? refresh(url) : [];
}

/**
 * A file that an import lacked: once it is there it needs another address. Only
 * a name for a file can lack one, so Deno may be asked for this name now.
 */
function noteMissing(error: unknown, name: string): string[] {
  const url = missingFile(error);
  if (url === undefined || !isLocal(url)) return [];
  if (!isPath(name)) loadedNames.add(name);
  return refresh(bare(url));
}

/** `import.meta` of a cell: that of a module in the notebook's folder. */
export function cellMeta() {
  // Deno's own address of the folder: `pathToFileURL()` encodes brackets.
  const url = new URL("notebook.ts", import.meta.url).href;
  return {
    url,
    main: true,
    filename: fileURLToPath(url),
    dirname: Deno.cwd(),
    resolve,
  };
}
