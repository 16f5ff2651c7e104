/**
 * Makes TensorFlow.js smaller in Deno's cache: two thirds of it, 200 MB, are
 * source maps, which Deno never reads.
 *
 * @module
 */

import { join } from "node:path";
import { fileURLToPath } from "node:url";

/**
 * Removes the source maps of `@tensorflow`'s packages of one version.
 *
 * Only from Deno's cache: a folder `node_modules` belongs to whoever installed
 * it. What can't be removed stays, as a cache may be for reading only.
 *
 * @param entry Address of the file that `@tensorflow/tfjs` is imported from.
 */
export async function removeSourceMaps(entry: string): Promise<void> {
  const cached =
    /^(file:.*\/npm\/[^/]+\/@tensorflow\/)tfjs\/(\d+\.\d+\.\d+)\/dist\//
      .exec(entry);
  if (!cached) return;
  const scope = fileURLToPath(cached[1]);
  const version = cached[2];
  // The largest is removed last: while it is there, others may be left.
  const last = join(fileURLToPath(new URL(".", entry)), "tf.js.map");
  try {
    await Deno.stat(last);
    for await (const { name } of Deno.readDir(scope)) {
      await removeMaps(join(scope, name, version), last);
    }
    await Deno.remove(last);
  } catch (error) {
    if (!isMissing(error) && !isRefused(error)) throw error;
  }
}

async function removeMaps(folder: string, except: string): Promise<void> {
  try {
    for await (const { name, isDirectory, isFile } of Deno.readDir(folder)) {
      const path = join(folder, name);
      if (isDirectory) await removeMaps(path, except);
      else if (isFile && name.endsWith(".map") && path !== except) {
        await Deno.remove(path);
      }
    }
  } catch (error) {
    // Another process removes them, too; or a package has no such version.
    if (!isMissing(error)) throw error;
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Deno.errors.NotFound;
}

function isRefused(error: unknown): boolean {
  return error instanceof Deno.errors.PermissionDenied ||
    (error as { code?: unknown }).code === "EROFS";
}
