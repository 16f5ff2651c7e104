/**
 * Reads NumPy's `.npz` files: zip archives of `.npy` files.
 *
 * @module
 */

import { checkOptions } from "../../options/check_options.ts";
import { type NpyArray, parseNpy } from "./npy.ts";
import { isNpy } from "./npy_header.ts";
import { MAX_UNPACKED_BYTES, ZipFile } from "../files/zip_file.ts";

/** Which arrays to read, and how much they may take. */
export interface NpzOptions {
  /** Names of the arrays wanted; all by default. */
  names?: string[];
  /** Bytes the archive may unpack to; 2 GiB by default. */
  maxUnpacked?: number;
}

/**
 * Reads arrays from an `.npz` file, compressed or not, one entry at a time.
 *
 * @param path Path of the file.
 * @returns The arrays by name, without the `.npy` of their entries.
 * @throws {Deno.errors.NotFound} If there is no such file.
 * @throws {RangeError} If an array asked for is not in the file.
 * @throws {SyntaxError} If the file is no whole archive of `.npy` files,
 *   unpacks to more than allowed, or a pickle in it holds anything but
 *   numbers, texts and lists of these.
 */
export async function readNpz(
  path: string,
  options: NpzOptions = {},
): Promise<Map<string, NpyArray>> {
  checkOptions("readNpz", options, { names: true, maxUnpacked: true });
  const { names, maxUnpacked = MAX_UNPACKED_BYTES } = options;
  await refuseNpy(path);
  await using zip = await ZipFile.open(path, maxUnpacked);
  const wanted = names?.map((name) => entryOf(name, zip.names, path)) ??
    zip.names;
  const arrays = new Map<string, NpyArray>();
  for (const entry of wanted) {
    const bytes = await zip.read(entry);
    try {
      arrays.set(entry.replace(/\.npy$/, ""), parseNpy(bytes));
    } catch (error) {
      const reason = (error as Error).message;
      throw new SyntaxError(`${path}: '${entry}': ${reason}`, { cause: error });
    }
  }
  return arrays;
}

/** The entry of an array. */
function entryOf(name: string, entries: string[], path: string): string {
  if (entries.includes(`${name}.npy`)) return `${name}.npy`;
  const there = entries.map((entry) => entry.replace(/\.npy$/, ""));
  throw new RangeError(
    `${path} has no array ${name}; it has ${there.join(", ")}`,
  );
}

/** What `np.save()` writes: one array by itself. */
async function refuseNpy(path: string): Promise<void> {
  using file = await Deno.open(path);
  const start = new Uint8Array(6);
  await file.read(start);
  if (!isNpy(start)) return;
  throw new SyntaxError(
    `${path} holds one array, an .npy file: parseNpy(await Deno.readFile(path)) reads it`,
  );
}
