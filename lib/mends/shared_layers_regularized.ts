/**
 * Trap of tfjs 4.22: a layer that is called twice, as in a Siamese net, is
 * regularized twice: its loss counts once for each call.
 *
 * Here, as in Keras, it counts once.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";

interface Container {
  readonly layers: tf.layers.Layer[];
  calculateLosses(): tf.Scalar[];
}

export function sharedLayersRegularized(): void {
  const container = Object.getPrototypeOf(
    tf.LayersModel.prototype,
  ) as Container;
  container.calculateLosses = function (this: Container) {
    return tf.tidy(() =>
      this.layers.flatMap((layer) => layer.calculateLosses())
    );
  };
}
