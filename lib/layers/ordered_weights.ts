/**
 * A layer's weights in an order that no flag changes.
 *
 * tfjs lists a weight among those that train or among the others by its flag
 * of the moment. Whatever keeps values by that order gives them to other
 * weights once something was frozen or thawed.
 *
 * @module
 */

import type * as tf from "@tensorflow/tfjs";
import { walkLayers } from "./walk_layers.ts";

interface Owner {
  _trainableWeights?: tf.LayerVariable[];
  _nonTrainableWeights?: tf.LayerVariable[];
}

/** Weights in the order in which they were made. */
export interface OrderedWeights {
  /** Made for an optimizer to move, whether frozen or not. */
  readonly trainable: tf.LayerVariable[];
  /** Moved by the layer itself, such as moving averages. */
  readonly state: tf.LayerVariable[];
}

/** The weights that a layer itself owns, without those of layers in it. */
export function ownWeights(layer: tf.layers.Layer): OrderedWeights {
  const { _trainableWeights = [], _nonTrainableWeights = [] } =
    layer as unknown as Owner;
  return { trainable: _trainableWeights, state: _nonTrainableWeights };
}

/** All weights of a layer or model and of what lies in it, each once. */
export function orderedWeights(layer: tf.layers.Layer): OrderedWeights {
  const owners = [layer, ...walkLayers(layer).map(({ layer }) => layer)]
    .map(ownWeights);
  const trainable = new Set(owners.flatMap((own) => own.trainable));
  const state = new Set(owners.flatMap((own) => own.state));
  return { trainable: [...trainable], state: [...state] };
}
