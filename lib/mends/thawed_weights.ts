/**
 * The weights that an optimizer may move.
 *
 * As in Keras 3, setting `trainable` of a model, a wrapper or a recurrent layer
 * sets it for all that lies in it, and that is all it does: a layer in a frozen
 * model whose own `trainable` is set to true afterwards trains. tfjs 4.22 asks
 * each holder on the way down, so such a layer would stand still without a
 * word. Only the model that is trained itself is asked, as in Keras.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import { innerLayers } from "../layers/walk_layers.ts";

/** Classes of tfjs, not exported, that own nothing but the layers in them. */
const HOLDERS = ["TimeDistributed", "Bidirectional", "StackedRNNCells"];

const container: object = Object.getPrototypeOf(tf.LayersModel.prototype);

function holdsLayers(layer: tf.layers.Layer): boolean {
  return Object.prototype.isPrototypeOf.call(container, layer) ||
    layer instanceof tf.RNN || HOLDERS.includes(layer.getClassName());
}

/** The weights of a layer and of what lies in it that are not frozen. */
export function thawedWeights(layer: tf.layers.Layer): tf.LayerVariable[] {
  return holdsLayers(layer)
    ? innerLayers(layer).flatMap(thawedWeights)
    : layer.trainableWeights;
}
