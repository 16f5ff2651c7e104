/**
 * Layers that compute otherwise in tfjs than in Keras, with the same weights.
 *
 * Changing tfjs would change models that were trained in it. So this is said
 * where weights of Keras are loaded.
 *
 * @module
 */

import type * as tf from "@tensorflow/tfjs";
import { walkLayers } from "./walk_layers.ts";

/** Fields in which tfjs keeps what is asked for here. */
interface Fields {
  activation?: { getClassName(): string };
  recurrentActivation?: { getClassName(): string };
  interpolation?: string;
}

const isHard = (activation: Fields["activation"]) =>
  activation?.getClassName() === "hardSigmoid";

/**
 * @param model The model; nested ones, wrappers and cells are included.
 * @returns A sentence for each layer that differs from Keras 3.
 */
export function kerasDifferences(model: tf.layers.Layer): string[] {
  return [...walkLayers(model)].flatMap(({ layer, path }) => {
    const fields = layer as unknown as Fields;
    const found: string[] = [];
    if (isHard(fields.recurrentActivation)) {
      found.push(
        `${path} has the recurrentActivation hardSigmoid, tfjs's default; Keras's is sigmoid`,
      );
    }
    if (isHard(fields.activation)) {
      found.push(
        `${path} has the activation hardSigmoid, which is 0.2 x + 0.5 between 0 and 1 in tfjs, x / 6 + 0.5 in Keras 3`,
      );
    }
    const isUpSampling = layer.getClassName() === "UpSampling2D";
    if (isUpSampling && fields.interpolation === "bilinear") {
      found.push(
        `${path} interpolates from the corners of pixels, Keras from their centres`,
      );
    }
    return found;
  });
}
