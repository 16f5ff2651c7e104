/**
 * What all data sets have in common: where the values come from, and that the
 * result says so.
 *
 * @module
 */

import { checkOptions, type OptionNames } from "../options/check_options.ts";
import { requireKnown } from "../options/known_value.ts";
import {
  DataUnavailableError,
  type RemoteFile,
} from "./download/data_unavailable_error.ts";
import {
  FETCH_OPTIONS,
  fetchFile,
  type FetchOptions,
} from "./download/fetch_file.ts";

/** Where values came from: a path given, the published file, or generated. */
export type DataSource = "file" | "download" | "stand-in";

/** Options of every loader; all fields may be left out. */
export interface DataSetOptions extends FetchOptions {
  /**
   * `published`: the file the data set is known by. `stand-in`: a small
   * generated set of the same shape and kind. `any`: the published file, or
   * the stand-in where that can't be had. `published` by default.
   */
  source?: "published" | "stand-in" | "any";
  /** A file to read in place of the cache's; no checksum is asked of it. */
  path?: string;
  /** Seed of the stand-in, an integer in [0, 2^32); 0. */
  seed?: number;
}

const DATA_SET_OPTIONS: OptionNames<DataSetOptions> = {
  ...FETCH_OPTIONS,
  source: true,
  path: true,
  seed: true,
};

const SOURCES = ["published", "stand-in", "any"];

/**
 * Refuses options that no loader has, and values that they can't have.
 *
 * @param loader Whose they are, for the message.
 * @param more Options that this loader has besides.
 * @throws {TypeError} If an option is not known.
 * @throws {RangeError} If the source is not known, or the seed is no integer in
 *   [0, 2^32).
 */
export function checkDataSetOptions(
  loader: string,
  options: DataSetOptions,
  more: OptionNames<Record<string, unknown>> = {},
): void {
  checkOptions(loader, options, { ...DATA_SET_OPTIONS, ...more });
  const { source = "published", seed = 0 } = options;
  requireKnown(`${loader}: source`, source, SOURCES);
  if (!Number.isInteger(seed) || seed < 0 || seed >= 2 ** 32) {
    throw new RangeError(
      `${loader}: seed must be an integer in [0, 2^32), got ${seed}`,
    );
  }
}

/** Training and test samples, as Keras's `load_data()` returns them. */
export interface DataSet<X, Y> {
  readonly source: DataSource;
  /** One sentence on what this is, to show beside results. */
  readonly note: string;
  readonly xTrain: X;
  readonly yTrain: Y;
  readonly xTest: X;
  readonly yTest: Y;
}

/** Files found, or undefined where the stand-in is to be used. */
export interface Located {
  readonly source: "file" | "download";
  readonly paths: string[];
}

/**
 * Finds the files of a data set as the options say.
 *
 * @param files The published files.
 * @param at Where each file is under `options.path`.
 * @throws {DataUnavailableError} If a file is needed and can't be had.
 */
export async function locate(
  files: RemoteFile[],
  options: DataSetOptions,
  at: (path: string, file: RemoteFile) => string = (path) => path,
): Promise<Located | undefined> {
  const { source = "published", path } = options;
  const { cache, offline, patience, progress } = options;
  if (source === "stand-in") return undefined;
  if (path !== undefined) {
    return { source: "file", paths: files.map((file) => at(path, file)) };
  }
  try {
    const paths: string[] = [];
    for (const file of files) {
      paths.push(
        await fetchFile(file, { cache, offline, patience, progress }),
      );
    }
    return { source: "download", paths };
  } catch (error) {
    if (source === "any" && error instanceof DataUnavailableError) {
      return undefined;
    }
    throw error;
  }
}
