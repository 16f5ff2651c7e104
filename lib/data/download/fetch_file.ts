/**
 * Published files: fetched once, checked, kept.
 *
 * A download goes to `NAME.part` and takes its name only when it is whole and
 * its checksum right, so what is in the cache is whole. The part is locked:
 * of several processes one downloads and the others wait for it. It stays
 * when a download breaks off, and the next call goes on from there.
 *
 * @module
 */

import { createHash } from "node:crypto";
import { join } from "node:path";
import { checkOptions, type OptionNames } from "../../options/check_options.ts";
import type { LiveDisplayOptions } from "../../display/live_display.ts";
import { cacheFolder, isOffline } from "./cache_folder.ts";
import {
  DataUnavailableError,
  type RemoteFile,
} from "./data_unavailable_error.ts";
import { Download } from "./download.ts";
import { DownloadProgress } from "./download_progress.ts";

/** How a file is fetched; all fields may be left out. */
export interface FetchOptions {
  /** Folder for downloads; see `cacheFolder()`. */
  cache?: string;
  /** Whether downloads are forbidden; `THAW_OFFLINE` by default. */
  offline?: boolean;
  /** Milliseconds without a byte after which a connection is given up; 30,000. */
  patience?: number;
  /** Where progress is shown; the notebook, else stderr. */
  progress?: LiveDisplayOptions;
}

export const FETCH_OPTIONS: OptionNames<FetchOptions> = {
  cache: true,
  offline: true,
  patience: true,
  progress: true,
};

/**
 * The path of a published file in the cache, downloaded if it is not there.
 *
 * Shows its progress when it takes more than two seconds. A connection that
 * breaks is taken up again where it broke, up to five times. The kernel's Stop
 * ends it, and the next call goes on from there.
 *
 * @throws {DataUnavailableError} If the file is not in the cache and can't be
 *   had: offline, no network, no permission, or the server's refusal.
 * @throws {Deno.errors.InvalidData} If the file does not have its checksum.
 * @throws {DOMException} An `AbortError` if the kernel stopped the cell.
 */
export async function fetchFile(
  file: RemoteFile,
  options: FetchOptions = {},
): Promise<string> {
  checkOptions("fetchFile", options, FETCH_OPTIONS);
  const cache = options.cache ?? cacheFolder();
  if (cache === undefined) {
    const anywhere = join("FOLDER", file.name);
    const reason = "there is no cache folder, give `cache` or THAW_CACHE";
    throw new DataUnavailableError(file, anywhere, reason);
  }
  const path = join(cache, file.name);
  try {
    if (await isFile(path)) {
      await verify(file, path);
      return path;
    }
    if (options.offline ?? isOffline()) {
      throw new DataUnavailableError(file, path, "downloads are off (offline)");
    }
    await Deno.mkdir(cache, { recursive: true });
    await download(file, path, options);
    return path;
  } catch (error) {
    if (!(error instanceof Deno.errors.NotCapable)) throw error;
    throw new DataUnavailableError(file, path, error.message, { cause: error });
  }
}

/** Whether the cache has a file of this name; it may be the wrong one. */
export async function isCached(
  { name }: RemoteFile,
  options: FetchOptions = {},
): Promise<boolean> {
  const cache = options.cache ?? cacheFolder();
  if (cache === undefined) return false;
  try {
    return await isFile(join(cache, name));
  } catch (error) {
    if (error instanceof Deno.errors.NotCapable) return false;
    throw error;
  }
}

async function download(
  file: RemoteFile,
  path: string,
  options: FetchOptions,
): Promise<void> {
  const stop = new AbortController();
  let part: Deno.FsFile | undefined;
  // The kernel's Stop may cut this off for good, finally included; the lock
  // must not outlive it.
  const onStop = () => {
    stop.abort(new DOMException("The download was stopped", "AbortError"));
    part?.[Symbol.dispose]();
  };
  globalThis.addEventListener("interrupted", onStop);
  try {
    part = await lockPart(path);
    stop.signal.throwIfAborted();
    if (part) await downloadInto(part, file, path, options, stop.signal);
  } finally {
    globalThis.removeEventListener("interrupted", onStop);
    part?.[Symbol.dispose]();
  }
}

async function downloadInto(
  part: Deno.FsFile,
  file: RemoteFile,
  path: string,
  { patience = 30_000, progress: display }: FetchOptions,
  signal: AbortSignal,
): Promise<void> {
  const progress = new DownloadProgress(file.name, display);
  const settings = { patience, progress, signal };
  const download = new Download(file, path, part, settings);
  try {
    await download.run();
  } catch (error) {
    // Whoever waits for this lock sees that the name is gone and begins anew.
    if (download.length === 0) await Deno.remove(`${path}.part`);
    throw error;
  }
  await part.sync();
  await Deno.rename(`${path}.part`, path);
  await progress.finish();
}

/** The part file, locked; undefined if another process has finished meanwhile. */
async function lockPart(path: string): Promise<Deno.FsFile | undefined> {
  const name = `${path}.part`;
  for (;;) {
    const part = await Deno.open(name, {
      read: true,
      write: true,
      create: true,
    });
    await part.lock(true);
    // While waiting the file may have been renamed, or taken away.
    const isDone = await isFile(path);
    if (isDone) await Deno.remove(name).catch(() => {});
    const named = await Deno.stat(name).catch(() => undefined);
    if (!isDone && named?.ino === (await part.stat()).ino) return part;
    part.close();
    if (isDone) return undefined;
  }
}

async function isFile(path: string): Promise<boolean> {
  try {
    return (await Deno.stat(path)).isFile;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}

/** @throws {Deno.errors.InvalidData} If the file does not have its checksum. */
async function verify(
  { checksum, name }: RemoteFile,
  path: string,
): Promise<void> {
  if (!checksum) return;
  const { algorithm, digest } = checksum;
  const hash = createHash(algorithm);
  using open = await Deno.open(path);
  for await (const chunk of open.readable) hash.update(chunk);
  const found = hash.digest("hex");
  if (found === digest) return;
  throw new Deno.errors.InvalidData(
    `${path} has ${algorithm} ${found}, ${name} has ${digest}; delete it`,
  );
}
