/**
 * MNIST: handwritten digits.
 *
 * @module
 */

import { checkOptions } from "../options/check_options.ts";
import {
  DATA_SET_OPTIONS,
  type DataSet,
  type DataSetOptions,
  locate,
} from "./data_set.ts";
import { digits } from "./stand_in/digits.ts";
import type { NdArray } from "./numpy/nd_array.ts";
import type { NpyArray } from "./numpy/npy.ts";
import { readNpz } from "./numpy/npz.ts";

/** The checksum is Keras's, keras/src/datasets/mnist.py. */
const FILE = {
  name: "mnist.npz",
  url: "https://storage.googleapis.com/tensorflow/tf-keras-datasets/mnist.npz",
  checksum: {
    algorithm: "sha256",
    digest: "731c5ac602752760c8e48fbffcf8c3b850d9dc2a2aedcf2cc48468fc17b673d1",
  } as const,
};

/** Images `(n, 28, 28)` of 0 (paper) to 255 (ink), and digits `(n,)`. */
export type Mnist = DataSet<NdArray<Uint8Array>, NdArray<Uint8Array>>;

/**
 * Loads MNIST as Keras's `mnist.load_data()` does: 60,000 and 10,000 images;
 * of the stand-in, digits drawn from strokes, 2,000 and 500.
 *
 * ```ts
 * import { loadMnist } from "./load_mnist.ts";
 * const { xTrain, note } = await loadMnist({ source: "stand-in" });
 * console.log(note, xTrain.shape);
 * ```
 *
 * @throws {DataUnavailableError} If the file is needed and can't be had.
 * @throws {SyntaxError} If a file given is no MNIST.
 * @see LeCun et al., "Gradient-based learning applied to document
 *   recognition", Proc. IEEE 86 (1998), pp. 2278-2324.
 */
export async function loadMnist(options: DataSetOptions = {}): Promise<Mnist> {
  checkOptions("loadMnist", options, DATA_SET_OPTIONS);
  const located = await locate([FILE], options);
  if (!located) return standIn(options.seed ?? 0);
  const [path] = located.paths;
  const names = ["x_train", "y_train", "x_test", "y_test"];
  const arrays = await readNpz(path, { names });
  const [xTrain, yTrain, xTest, yTest] = names.map((name) =>
    bytes(arrays.get(name)!, name, path)
  );
  for (const [x, y] of [[xTrain, yTrain], [xTest, yTest]]) {
    const [count, ...image] = x.shape;
    if (image.join() !== "28,28" || y.shape.join() !== `${count}`) {
      throw new SyntaxError(
        `${path} holds images of shape (${x.shape}) and labels (${y.shape})`,
      );
    }
  }
  const note = `MNIST: ${xTrain.shape[0]} training and ` +
    `${xTest.shape[0]} test images from mnist.npz`;
  return { source: located.source, note, xTrain, yTrain, xTest, yTest };
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
