/**
 * Trap of tfjs 4.22: a model is saved with two weights of one name, as of two
 * nested models that have a layer `dense` each, and then can't be loaded.
 *
 * Here the second is saved as `dense/kernel#2`, and so are its moments.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import { savedNames } from "../layers/saved_names.ts";

interface Saving {
  getNamedWeights(config?: tf.io.SaveConfig): object[];
  loadWeights(weights: tf.NamedTensorMap, strict?: boolean): void;
}

/** Has the weights of a model go by their unique names meanwhile. */
function byUniqueNames<Result>(
  model: tf.LayersModel,
  act: () => Result,
): Result {
  const weights = [...savedNames(model)] as [
    { originalName: string },
    string,
  ][];
  const own = weights.map(([{ originalName }]) => originalName);
  try {
    for (const [weight, name] of weights) weight.originalName = name;
    return act();
  } finally {
    weights.forEach(([weight], i) => weight.originalName = own[i]);
  }
}

export function weightsOfOneName(): void {
  const saving = tf.LayersModel.prototype as unknown as Saving & tf.LayersModel;
  const { getNamedWeights, loadWeights } = saving;
  saving.getNamedWeights = function (config) {
    return byUniqueNames(this, () => getNamedWeights.call(this, config));
  };
  saving.loadWeights = function (weights, strict) {
    byUniqueNames(this, () => loadWeights.call(this, weights, strict));
  };
}
