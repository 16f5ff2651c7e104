/**
 * A model's weights in a file of their own.
 *
 * @module
 */

import { requireKind } from "../options/require_kind.ts";
import type * as tf from "@tensorflow/tfjs";
import { namedWeights } from "../weights/named_weights.ts";
import {
  encodeSafetensors,
  type StoredTensor,
} from "./safetensors/safetensors.ts";

/**
 * Saves all weights of a model by name, moving averages included, whatever is
 * frozen; `loadWeights` reads them.
 *
 * The file takes its name only when it is whole.
 *
 * @param path A `.safetensors` file.
 * @throws {RangeError} If the name ends otherwise, or the model is not built.
 */
export async function saveWeights(
  model: tf.LayersModel,
  path: string,
): Promise<void> {
  requireKind("saveWeights", "model", model, "model");
  requireKind("saveWeights", "path", path, "text");
  if (!path.endsWith(".safetensors")) {
    throw new RangeError(
      `Weights are saved as .safetensors, got ${path}; a whole model by model.save("file://FOLDER")`,
    );
  }
  const tensors: StoredTensor[] = [];
  for (const [name, { variable }] of namedWeights(model)) {
    tensors.push({
      name,
      shape: variable.shape as number[],
      data: Float32Array.from(await variable.read().data()),
    });
  }
  if (tensors.length === 0) {
    throw new RangeError(`${model.name} has no weights, or is not built yet`);
  }
  const part = `${path}.${crypto.randomUUID().slice(0, 8)}.part`;
  try {
    {
      using file = await Deno.open(part, { write: true, createNew: true });
      for (const bytes of encodeSafetensors(tensors)) {
        for (let done = 0; done < bytes.length;) {
          done += await file.write(bytes.subarray(done));
        }
      }
    }
    await Deno.rename(part, path);
  } catch (error) {
    await Deno.remove(part).catch(() => {});
    throw error;
  }
}
