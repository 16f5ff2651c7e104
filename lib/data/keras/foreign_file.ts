/**
 * Files that are not Keras's: what they are, by their first bytes and names,
 * and what reads them.
 *
 * @module
 */

import { isZip } from "../files/zip_file.ts";

const HDF5 = "\x89HDF\r\n\x1a\n";

/** Bytes that tell most kinds of files. */
const START_BYTES = 64;

const KERAS_READS =
  "Keras reads what it was made from, and saves a model as .keras";

const TORCH_READS =
  "in Python, put its weights into the same layers of Keras, and save these as .keras";

/** By what a file starts with. */
const STARTS: [is: (start: string) => boolean, kind: string][] = [
  [(start) => start === "", "is empty"],
  [
    (start) => /^\s*<(!doctype|html|\?xml)/i.test(start),
    "is a web page: what was downloaded is not the file",
  ],
  [
    (start) => start.startsWith("version https://git-lfs"),
    "is a pointer of Git LFS: `git lfs pull` fetches the file",
  ],
  [
    (start) => start.slice(4, 8) === "TFL3",
    `is a model of TensorFlow Lite; ${KERAS_READS}`,
  ],
  [
    (start) => start[0] === "\x80" && start[1] >= "\x02" && start[1] <= "\x05",
    `is a pickle, as PyTorch writes them; ${TORCH_READS}`,
  ],
  [
    (start) => start.slice(6, 9) === "\0\0{",
    "is a safetensors file: weights and no model; loadWeights() reads it",
  ],
  [
    (start) => /^\s*\{/.test(start),
    'is JSON; tf.loadLayersModel("file://FOLDER/model.json") reads a model of TensorFlow.js',
  ],
];

/** By what a file's name ends in. */
const ENDINGS: Record<string, string> = {
  ".onnx": `is a model in ONNX; ${KERAS_READS}`,
  ".pb": `is a graph of TensorFlow; ${KERAS_READS}`,
};

/**
 * Whether a file is a zip archive or HDF5, as Keras's are.
 *
 * @throws {Deno.errors.NotFound} If there is no such file.
 * @throws {SyntaxError} If it is another file or a folder; says what it is.
 */
export async function kindOfFile(path: string): Promise<"zip" | "hdf5"> {
  if (/^\w{2,}:\/\//.test(path)) {
    throw new SyntaxError(`${path} is an address, where a path is needed`);
  }
  if ((await Deno.stat(path)).isDirectory) {
    throw new SyntaxError(`${path} ${folder(path)}`);
  }
  if (await isZip(path)) return "zip";
  const start = await startOf(path);
  if (start.startsWith(HDF5)) return "hdf5";
  const [, ending = ""] = /(\.\w+)$/.exec(path) ?? [];
  const [, kind = ENDINGS[ending]] = STARTS.find(([is]) => is(start)) ??
    [];
  throw new SyntaxError(
    `${path} ${kind ?? "is no file of Keras, neither HDF5 nor a zip archive"}`,
  );
}

async function startOf(path: string): Promise<string> {
  using file = await Deno.open(path);
  const bytes = new Uint8Array(START_BYTES);
  const length = await file.read(bytes) ?? 0;
  return String.fromCharCode(...bytes.subarray(0, length));
}

function folder(path: string): string {
  const names = new Set([...Deno.readDirSync(path)].map(({ name }) => name));
  if (names.has("saved_model.pb")) {
    return "is a SavedModel of TensorFlow; tf_keras.models.load_model() reads it in Python, and saves it as .keras";
  }
  return names.has("model.json")
    ? `is a model of TensorFlow.js; tf.loadLayersModel("file://${path}/model.json") reads it`
    : "is a folder";
}

/**
 * What an archive is that lacks an entry of Keras's.
 *
 * @param missing The entry.
 */
export function foreignZip(names: string[], missing: string): string {
  if (names.some((name) => name.endsWith("data.pkl"))) {
    return `is a file of PyTorch; ${TORCH_READS}`;
  }
  return names.some((name) => name.endsWith(".npy"))
    ? "is an .npz file; readNpz() reads it"
    : `holds no ${missing}`;
}
