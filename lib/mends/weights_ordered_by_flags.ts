/**
 * Trap of tfjs 4.22: `weights`, `getWeights()` and `setWeights()` list first
 * what trains at the moment. Values taken from a model go to other weights of
 * it once something was frozen or thawed, without a word where shapes agree.
 *
 * Here they have the order that they have while nothing is frozen.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import { orderedWeights } from "../layers/ordered_weights.ts";
import { tfjsClass } from "./tfjs_class.ts";

/** Layers whose own methods cut the values by what trains. */
const OWN_ORDER = ["StackedRNNCells", "Bidirectional"];

interface Owner {
  readonly trainableWeights: tf.LayerVariable[];
  readonly nonTrainableWeights: tf.LayerVariable[];
}

function weightsOf(layer: tf.layers.Layer & Owner): tf.LayerVariable[] {
  const { trainable, state } = orderedWeights(layer);
  // What a layer of the user's keeps where `walkLayers` does not look.
  const all = [...layer.trainableWeights, ...layer.nonTrainableWeights];
  return [...new Set([...trainable, ...state, ...all])];
}

export function weightsOrderedByFlags(): void {
  const container = Object.getPrototypeOf(tf.LayersModel.prototype);
  const { prototype: layer } = tf.layers.Layer;
  for (const prototype of [layer, container]) {
    Object.defineProperty(prototype, "weights", {
      get: function (this: tf.layers.Layer & Owner) {
        return weightsOf(this);
      },
      configurable: true,
    });
  }
  for (const name of OWN_ORDER) {
    const { prototype } = tfjsClass(name);
    prototype.getWeights = layer.getWeights;
    prototype.setWeights = layer.setWeights;
  }
}
