/**
 * Whole models from Keras 3's `.keras` files.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import "../../dropout/alpha_dropout.ts";
import "../../dropout/dropout.ts";
import "../../dropout/gaussian_dropout.ts";
import "../../dropout/spatial_dropout.ts";
import "../../layers/multi_head_attention.ts";
import { ZipFile } from "../files/zip_file.ts";
import { topologyOf } from "./keras_config.ts";
import "../../layers/activations.ts";
import { loadWeights } from "./load_weights.ts";

/**
 * Loads a model with its weights: Sequential and functional ones of the layers
 * that tfjs and this library have. It is not compiled.
 *
 * @param path A `.keras` file.
 * @returns A model owned by the caller.
 * @throws {Deno.errors.NotFound} If there is no such file.
 * @throws {SyntaxError} If the file is no whole `.keras` file.
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
  await using zip = await ZipFile.open(path);
  if (!zip.names.includes("config.json")) {
    throw new SyntaxError(`${path} holds no config.json`);
  }
  const text = new TextDecoder().decode(await zip.read("config.json"));
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new SyntaxError(`${path} has a config.json that is no JSON`, {
      cause: error,
    });
  }
}
