/**
 * The weights of a model with what may change them.
 *
 * @module
 */

import type * as tf from "@tensorflow/tfjs";
import { shownWithout } from "../display/shown_without.ts";
import { selectLayers } from "../layers/layer_filter.ts";
import { ownWeights } from "../layers/ordered_weights.ts";

/**
 * `trains`: the optimizer moves it; `frozen`: it could, but is frozen;
 * `state`: no optimizer ever moves it, the layer itself may, as
 * BatchNormalization its averages.
 */
export type WeightRole = "trains" | "frozen" | "state";

/** A weight and where it stands. */
export interface ListedWeight {
  /** Path of its layer. */
  readonly path: string;
  readonly layer: tf.layers.Layer;
  /** Name within the layer: `kernel`, `bias`, `moving_mean`. */
  readonly name: string;
  readonly role: WeightRole;
  readonly variable: tf.LayerVariable;
}

/** All weights of a model, in the order of its layers, each once. */
export function listWeights(model: tf.layers.Layer): ListedWeight[] {
  return selectLayers(model).flatMap(({ path, layer }) => {
    const { trainable, state } = ownWeights(layer);
    // What it lies in besides is not asked: `mends/thawed_weights.ts`.
    const open = model.trainable && layer.trainable;
    const listed = (role: WeightRole) => (variable: tf.LayerVariable) =>
      shownWithout({
        path,
        layer,
        name: variable.originalName.split("/").at(-1)!,
        role: role === "trains" && !(open && variable.trainable)
          ? "frozen" as const
          : role,
        variable,
      }, ["layer", "variable"]);
    return [
      ...trainable.map(listed("trains")),
      ...state.map(listed("state")),
    ];
  });
}
