/**
 * Trap of tfjs 4.22: `trainable` of a model or a recurrent layer stays on the
 * outside. `fit` asks there, but a custom `optimizer.minimize` trains the
 * weights within, and a frozen BatchNormalization there goes on moving its
 * averages. A sequential model that is compiled sets the weights of its layers
 * to its own flag, whichever were frozen before. And the weights of a layer
 * that is made with `trainable` false start as if it were true.
 *
 * Here the flag reaches all that lies in it, as in Keras, and a layer in it
 * that is thawed afterwards trains (`thawed_weights.ts`).
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import { thawedWeights } from "./thawed_weights.ts";
import { walkLayers } from "../layers/walk_layers.ts";

/** Fields of a layer that tfjs' types hide. */
export interface Flagged {
  trainable_: boolean;
  /** What `trainable` reads in a bidirectional layer. */
  _trainable?: boolean;
  _trainableWeights: { trainable: boolean }[];
}

function setFlags(layer: tf.layers.Layer, trainable: boolean): void {
  const flagged = layer as unknown as Flagged;
  flagged.trainable_ = trainable;
  if (flagged._trainable !== undefined) flagged._trainable = trainable;
  for (const weight of flagged._trainableWeights) weight.trainable = trainable;
}

interface Growing {
  trainable: boolean;
  addWeight(...args: unknown[]): tf.LayerVariable;
}

/** Whether a sequential model makes the functional one inside it. */
let building = false;

export function trainableStaysOutside(): void {
  startFrozen();
  const { prototype: sequential } = tf.Sequential;
  const build = sequential.build;
  sequential.build = function (inputShape) {
    building = true;
    try {
      build.call(this, inputShape);
    } finally {
      building = false;
    }
    shareFlag(this);
  };
  const container = Object.getPrototypeOf(tf.LayersModel.prototype);
  for (const prototype of [container, tf.RNN.prototype]) {
    Object.defineProperty(prototype, "trainable", {
      get(this: Flagged) {
        return this.trainable_;
      },
      set(this: tf.layers.Layer, trainable: boolean) {
        // The layers of both are the same and have their flags.
        if (building) return;
        setFlags(this, trainable);
        for (const { layer } of walkLayers(this)) setFlags(layer, trainable);
      },
      configurable: true,
    });
  }
  askOnlyTheOutermost(container);
}

/** What trains in a model does not depend on the holders between. */
function askOnlyTheOutermost(container: object): void {
  const { get: nonTrainable } = Object.getOwnPropertyDescriptor(
    container,
    "nonTrainableWeights",
  )!;
  Object.defineProperty(container, "trainableWeights", {
    get(this: tf.layers.Layer) {
      return this.trainable ? thawedWeights(this) : [];
    },
    configurable: true,
  });
  Object.defineProperty(container, "nonTrainableWeights", {
    get(this: tf.layers.Layer) {
      const thawed = new Set(this.trainableWeights);
      return nonTrainable!.call(this).filter((weight: tf.LayerVariable) =>
        !thawed.has(weight)
      );
    },
    configurable: true,
  });
}

/**
 * Lets the functional model inside a sequential one, which is what trains, have
 * the flag of the model that the user knows.
 */
function shareFlag(outer: tf.Sequential): void {
  const { model } = outer as unknown as { model?: object };
  if (!model) return;
  const flagged = outer as unknown as Flagged;
  Object.defineProperty(model, "trainable_", {
    get: () => flagged.trainable_,
    set: (trainable: boolean) => flagged.trainable_ = trainable,
    configurable: true,
    enumerable: true,
  });
}

function startFrozen(): void {
  const layer = tf.layers.Layer.prototype as unknown as Growing;
  const { addWeight } = layer;
  layer.addWeight = function (...args) {
    const weight = addWeight.apply(this, args);
    // A field that tfjs' types call read-only.
    if (!this.trainable) (weight as { trainable: boolean }).trainable = false;
    return weight;
  };
}
