/**
 * Whole models from Keras 3's `.keras` and `.h5` files.
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
import { isZip, ZipFile } from "../files/zip_file.ts";
import { Hdf5File } from "./hdf5_file.ts";
import { topologyOf } from "./keras_config.ts";
import { loadWeights } from "./load_weights.ts";

/**
 * Loads a model with its weights: Sequential and functional ones of the layers
 * that tfjs and this library have. It is not compiled.
 *
 * @param path A `.keras` file, or an `.h5` file that Keras 3 wrote.
 * @returns A model owned by the caller.
 * @throws {Deno.errors.NotFound} If there is no such file.
 * @throws {SyntaxError} If the file is none of these, or not whole.
 * @throws {RangeError} If a layer, an option or a call in it is not supported;
 *   names the layer.
 */
export async function loadModel(path: string): Promise<tf.LayersModel> {
  const topology = topologyOf(await configOf(path));
  const model = await tf.models.modelFromJSON(
    {
      modelTopology: topology,
    } as unknown as Parameters<typeof tf.models.modelFromJSON>[0],
  );
  try {
    await loadWeights(model, path);
  } catch (error) {
    model.dispose();
    throw error;
  }
  return model;
}

async function configOf(path: string): Promise<unknown> {
  const text = await isZip(path) ? await textInZip(path) : await textInH5(path);
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new SyntaxError(
      `${path} has a model's configuration that is no JSON`,
      {
        cause: error,
      },
    );
  }
}

async function textInZip(path: string): Promise<string> {
  await using zip = await ZipFile.open(path);
  if (!zip.names.includes("config.json")) {
    throw new SyntaxError(`${path} holds no config.json`);
  }
  return new TextDecoder().decode(await zip.read("config.json"));
}

async function textInH5(path: string): Promise<string> {
  using file = await Hdf5File.open(path);
  const text = file.root.text("model_config");
  if (text === undefined) {
    throw new SyntaxError(
      `${path} holds weights and no model; loadWeights() reads it`,
    );
  }
  const version = file.root.text("keras_version");
  if (version === undefined || /^[12]\./.test(version)) {
    throw new SyntaxError(
      `${path} is of Keras ${
        version ?? "before 3"
      }; Keras 3 loads it and saves it as .keras`,
    );
  }
  return text;
}
