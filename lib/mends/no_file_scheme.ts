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
  const part = `${path}.part`;
  await Deno.writeFile(part, bytes);
  await Deno.rename(part, path);
}

async function load(path: string): Promise<tf.io.ModelArtifacts> {
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
  return {
    ...rest,
    weightSpecs: weightsManifest.flatMap(({ weights }) => weights),
    weightData: tf.io.concatenateArrayBuffers(buffers),
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
