/**
 * Trap of tfjs 4.22: `model.save("file://…")` needs tfjs-node, which does not
 * install on Deno.
 *
 * Here a folder gets `model.json` and `weights.bin`, as from tfjs-node, and
 * `tf.loadLayersModel("file://…/model.json")` reads them; so does
 * `tf.loadGraphModel`. What follows `file://` is a path, relative to the
 * working directory unless it begins with a slash. A path by itself is refused,
 * with what to write.
 *
 * @module
 */

import { dirname, isAbsolute, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";
import * as tf from "@tensorflow/tfjs";
import { UniqueNames } from "../layers/saved_names.ts";

const SCHEME = "file://";
const WEIGHTS = "weights.bin";

/** The path of an address; `file:///a%20b` is an address, `file://a b` is not. */
function pathOf(address: string): string {
  const path = address.slice(SCHEME.length);
  if (!path.startsWith("/") || !/%[\da-f]{2}/i.test(path)) return path;
  return fileURLToPath(address);
}

async function save(
  folder: string,
  artifacts: tf.io.ModelArtifacts,
): Promise<tf.io.SaveResult> {
  if (artifacts.modelTopology instanceof ArrayBuffer) {
    throw new TypeError("A model is saved with its topology as JSON");
  }
  await Deno.mkdir(folder, { recursive: true });
  const { weightData, weightSpecs = [], ...rest } = artifacts;
  const weights = tf.io.CompositeArrayBuffer.join(weightData);
  const weightsManifest = [{ paths: [WEIGHTS], weights: weightSpecs }];
  await replace(join(folder, WEIGHTS), new Uint8Array(weights));
  const json = JSON.stringify({ ...rest, weightsManifest });
  await replace(join(folder, "model.json"), new TextEncoder().encode(json));
  return {
    modelArtifactsInfo: {
      ...tf.io.getModelArtifactsInfoForJSON(artifacts),
      dateSaved: new Date(),
    },
  };
}

/** Writes a file that takes its name only when it is whole. */
async function replace(path: string, bytes: Uint8Array): Promise<void> {
  // Another process may save into the same folder.
  const part = `${path}.${crypto.randomUUID().slice(0, 8)}.part`;
  await Deno.writeFile(part, bytes);
  await Deno.rename(part, path);
}

/** Bytes of a value, by its type or what it is quantized to. */
const WEIGHT_BYTES: Record<string, number> = {
  bool: 1,
  complex64: 8,
  float16: 2,
  float32: 4,
  int32: 4,
  uint16: 2,
  uint8: 1,
};

/** Bytes that weights take; undefined if there are texts, which say it themselves. */
function bytesOf(weights: tf.io.WeightsManifestEntry[]): number | undefined {
  let bytes = 0;
  for (const { shape, dtype, quantization } of weights) {
    const each = WEIGHT_BYTES[quantization?.dtype ?? dtype];
    if (each === undefined) return undefined;
    bytes += each * tf.util.sizeFromShape(shape);
  }
  return bytes;
}

/**
 * tfjs writes weights of one name, as of two nested models with a layer `dense`
 * each, and reads the last of them alone (`weights_of_one_name.ts`).
 */
function withUniqueNames(
  specs: tf.io.WeightsManifestEntry[],
  path: string,
): tf.io.WeightsManifestEntry[] {
  const names = new UniqueNames();
  const named = specs.map((spec) => {
    const number = names.next(`${spec.group}:${spec.name}`);
    // A moment is numbered as its weight is: `dense/kernel#2/m`.
    const name = spec.group === "optimizer"
      ? spec.name.replace(/(?=\/[^/]*$)/, number)
      : spec.name + number;
    return { ...spec, name };
  });
  const repeated = specs.find(({ name }, i) => name !== named[i].name);
  if (repeated) {
    // It lists frozen ones last, and does not say which were frozen.
    console.warn(
      `${path} has several weights named ${repeated.name}, which are taken in the order of the layers; TensorFlow.js wrote another order if a part of the model was frozen`,
    );
  }
  return named;
}

async function load(path: string): Promise<tf.io.ModelArtifacts> {
  if ((await Deno.stat(path)).isDirectory) {
    throw new SyntaxError(
      `${path} is a folder; the address is that of its model.json`,
    );
  }
  const text = await Deno.readTextFile(path);
  let model: Record<string, unknown> & {
    weightsManifest?: tf.io.WeightsManifestConfig;
  };
  try {
    model = JSON.parse(text);
  } catch (error) {
    throw new SyntaxError(`${path} is no JSON`, { cause: error });
  }
  if (!model?.modelTopology) {
    throw new SyntaxError(`${path} holds no model`);
  }
  const { weightsManifest = [], ...rest } = model;
  const buffers: ArrayBuffer[] = [];
  for (const file of weightsManifest.flatMap(({ paths }) => paths)) {
    // A model from elsewhere reads nothing but what lies beside it.
    if (isAbsolute(file) || normalize(file).startsWith("..")) {
      throw new SyntaxError(
        `${path} names weights outside its folder: ${file}`,
      );
    }
    buffers.push((await Deno.readFile(join(dirname(path), file))).buffer);
  }
  const weightSpecs = weightsManifest.flatMap(({ weights }) => weights);
  const weightData = tf.io.concatenateArrayBuffers(buffers);
  const bytes = bytesOf(weightSpecs);
  if (bytes !== undefined && weightData.byteLength !== bytes) {
    throw new SyntaxError(
      `${path} names weights of ${bytes} bytes, its files have ${weightData.byteLength}`,
    );
  }
  return {
    ...rest,
    weightSpecs: withUniqueNames(weightSpecs, path),
    weightData,
  } as tf.io.ModelArtifacts;
}

/** Refuses what names no scheme, and so nobody to save or load it. */
function refusePath(action: "save" | "load", address: unknown): void {
  // One letter is a drive of Windows. `data:` and `blob:` are fetched.
  if (typeof address !== "string" || /^[a-z][\w+.-]+:/i.test(address)) return;
  if (action === "save") {
    const folder = address.replace(/\.(keras|h5|hdf5|json)$/i, "");
    throw new RangeError(
      `A model is saved into a folder: save("file://${folder}"), got ${address}`,
    );
  }
  throw new RangeError(
    /\.(keras|h5|hdf5)$/i.test(address)
      ? `Models of Keras are loaded by loadModel("${address}") of thaw`
      : `A model's address has a scheme: "file://${address}", got ${address}`,
  );
}

export function noFileScheme(): void {
  const isFile = (address: string | string[]): address is string =>
    typeof address === "string" && address.startsWith(SCHEME);
  tf.io.registerSaveRouter((address) => {
    refusePath("save", address);
    return isFile(address)
      ? { save: (artifacts) => save(pathOf(address), artifacts) }
      : null as unknown as tf.io.IOHandler;
  });
  tf.io.registerLoadRouter((address) => {
    refusePath("load", address);
    return isFile(address)
      ? { load: () => load(pathOf(address)) }
      : null as unknown as tf.io.IOHandler;
  });
}
