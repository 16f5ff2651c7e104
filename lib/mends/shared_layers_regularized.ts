/**
 * Traps of tfjs 4.22: a layer that is called twice, as in a Siamese net, or
 * that lies in two models within the one that trains, is regularized twice. And
 * regularizers of recurrent and bidirectional layers do nothing: they lie in a
 * cell, which is not asked.
 *
 * Here, as in Keras, each counts once, wherever in the model its layer lies.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import { walkLayers } from "../layers/walk_layers.ts";

interface Regularized {
  readonly losses: (() => tf.Scalar)[];
  calculateLosses(): tf.Scalar[];
}

export function sharedLayersRegularized(): void {
  const { calculateLosses } = tf.layers.Layer
    .prototype as unknown as Regularized;
  const container = Object.getPrototypeOf(
    tf.LayersModel.prototype,
  ) as Regularized;
  const ofAllLayers = function (this: tf.layers.Layer): tf.Scalar[] {
    const layers = Array.from(
      walkLayers(this),
      ({ layer }) => layer as unknown as Regularized,
    ).filter((layer) => layer.calculateLosses !== ofAllLayers);
    // A layer of the user's own may say by this method what it adds.
    const isOwn = (layer: Regularized) =>
      layer.calculateLosses !== calculateLosses;
    // A wrapper names the losses of its layer once more.
    const losses = new Set(
      layers.filter((layer) => !isOwn(layer)).flatMap(({ losses }) => losses),
    );
    return tf.tidy(() => [
      ...Array.from(losses, (loss) => loss()),
      ...layers.filter(isOwn).flatMap((layer) => layer.calculateLosses()),
    ]);
  };
  container.calculateLosses = ofAllLayers;
}
