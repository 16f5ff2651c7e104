/**
 * Whole models from Keras's `.keras` and `.h5` files.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import "../../dropout/alpha_dropout.ts";
import "../../dropout/dropout.ts";
import "../../dropout/gaussian_dropout.ts";
import "../../dropout/spatial_dropout.ts";
import "../../layers/activations.ts";
import "../../layers/global_average_pooling_1d.ts";
import "../../layers/global_average_pooling_2d.ts";
import "../../layers/images/random_brightness.ts";
import "../../layers/images/random_contrast.ts";
import "../../layers/images/random_flip.ts";
import "../../layers/images/random_rotation.ts";
import "../../layers/images/random_translation.ts";
import "../../layers/images/random_zoom.ts";
import "../../layers/keras/all_layers.ts";
import "../../layers/multi_head_attention.ts";
import "../../layers/normalization.ts";
import "../../layers/operations.ts";
import "../../layers/up_sampling_2d.ts";
import { isRecord } from "../../options/is_record.ts";
import { requireKind } from "../../options/require_kind.ts";
import { ZipFile } from "../files/zip_file.ts";
import { foreignZip, kindOfFile } from "./foreign_file.ts";
import { Hdf5File } from "./hdf5_file.ts";
import { topologyOf } from "./keras_config.ts";
import { loadInto } from "./load_weights.ts";

/**
 * Loads a model with its weights: Sequential and functional ones of the layers
 * and operations that tfjs and this library have. It is not compiled.
 *
 * @param path A `.keras` file, or an `.h5` file of a whole model; of Keras 2
 *   or 3.
 * @returns A model owned by the caller.
 * @throws {Deno.errors.NotFound} If there is no such file.
 * @throws {SyntaxError} If the file is none of these, or not whole.
 * @throws {RangeError} If a layer, an option or a call in it is not supported;
 *   names the layer.
 */
export async function loadModel(path: string): Promise<tf.LayersModel> {
  requireKind("loadModel", "path", path, "text");
  const model = await built(path, await storedModel(path));
  try {
    await loadInto(model, path);
  } catch (error) {
    model.dispose();
    throw error;
  }
  return model;
}

/** The model, with weights of its own yet. */
async function built(
  path: string,
  { text, version }: StoredModel,
): Promise<tf.LayersModel> {
  const config = parsed(path, text);
  try {
    const modelTopology = topologyOf(config, version);
    return await tf.models.modelFromJSON(
      { modelTopology } as Parameters<typeof tf.models.modelFromJSON>[0],
    );
  } catch (error) {
    if (error instanceof RangeError || error instanceof SyntaxError) {
      throw error;
    }
    // Of a file that Keras did not write so.
    throw new SyntaxError(
      `${path} has a configuration that makes no model: ${
        error instanceof Error ? error.message : error
      }`,
      { cause: error },
    );
  }
}

function parsed(path: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new SyntaxError(
      `${path} has a model's configuration that is no JSON`,
      { cause: error },
    );
  }
}

/** A model's configuration, and the Keras that wrote it. */
interface StoredModel {
  text: string;
  version: string;
}

async function storedModel(path: string): Promise<StoredModel> {
  const kind = await kindOfFile(path);
  return kind === "zip" ? await modelInZip(path) : await modelInH5(path);
}

/** A thousand layers take 1 MB. */
const MAX_CONFIG_BYTES = 2 ** 26;

async function modelInZip(path: string): Promise<StoredModel> {
  await using zip = await ZipFile.open(path);
  if (!zip.names.includes("config.json")) {
    throw new SyntaxError(`${path} ${foreignZip(zip.names, "config.json")}`);
  }
  const read = async (name: string) =>
    new TextDecoder().decode(await zip.read(name, MAX_CONFIG_BYTES));
  const metadata = zip.names.includes("metadata.json")
    ? parsed(path, await read("metadata.json"))
    : {};
  const { keras_version } = isRecord(metadata) ? metadata : {};
  return { text: await read("config.json"), version: `${keras_version ?? 3}` };
}

async function modelInH5(path: string): Promise<StoredModel> {
  using file = await Hdf5File.open(path);
  const text = file.root.text("model_config");
  if (text === undefined) {
    throw new SyntaxError(
      `${path} holds weights and no model; loadWeights() reads it`,
    );
  }
  const version = file.root.text("keras_version") ??
    file.root.group("model_weights")?.text("keras_version");
  if (version === undefined || version.startsWith("1.")) {
    throw new SyntaxError(
      `${path} is of Keras ${
        version ?? "1"
      }; Keras 2 loads it and saves it as .h5`,
    );
  }
  return { text, version };
}
