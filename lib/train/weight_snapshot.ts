/**
 * The weights of a model at one moment, to come back to.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";

/** Holds copies of all weights, moving averages included, until disposed of. */
export class WeightSnapshot {
  readonly #values: tf.Tensor[];

  /** Cheap: a clone shares its data until the weight is written. */
  constructor(model: tf.LayersModel) {
    this.#values = model.getWeights().map((value) => tf.keep(tf.clone(value)));
  }

  /** Writes the weights back; the snapshot remains. */
  restore(model: tf.LayersModel): void {
    model.setWeights(this.#values);
  }

  dispose(): void {
    tf.dispose(this.#values);
  }
}
