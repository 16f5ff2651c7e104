/**
 * Which weights train.
 *
 * Freezing changes the `trainable` flags of weights and nothing else: what a
 * layer computes, and so whether dropout drops, is the phase's affair. The
 * flags count at once, before and after `compile`, for `fit` and for a custom
 * `optimizer.minimize`; `lib/mends` sees to that.
 *
 * @module
 */

import type * as tf from "@tensorflow/tfjs";
import { type LayerFilter, selectLayers } from "../layers/layer_filter.ts";
import { type PlacedLayer, walkLayers } from "../layers/walk_layers.ts";
import "../mends/install_mends.ts";
import type { Flagged } from "../mends/trainable_stays_outside.ts";

/** Gives each weight and layer the flag back that it had before. */
export type Undo = () => void;

/** Sets flags and remembers what stood there. */
class FlagWriter {
  #undo: (() => void)[] = [];

  layer(layer: tf.layers.Layer, trainable: boolean): void {
    const flagged = layer as unknown as Flagged;
    for (const field of ["trainable_", "_trainable"] as const) {
      const before = flagged[field];
      if (before === undefined) continue;
      this.#undo.push(() => flagged[field] = before);
      flagged[field] = trainable;
    }
    for (const weight of flagged._trainableWeights) {
      const before = weight.trainable;
      this.#undo.push(() => weight.trainable = before);
      weight.trainable = trainable;
    }
  }

  get undo(): Undo {
    return () => {
      while (this.#undo.length > 0) this.#undo.pop()!();
    };
  }
}

/**
 * Takes the weights of the chosen layers out of training, also in nested
 * models, wrappers and cells. Works on a compiled model; no need to compile it
 * again.
 *
 * @param model The model whose layers are meant.
 * @param filter Which layers; without it all.
 * @returns What restores each weight's own former flag.
 * @throws {RangeError} If the filter means no layer.
 */
export function freeze(model: tf.layers.Layer, filter?: LayerFilter): Undo {
  const writer = new FlagWriter();
  for (const { layer } of selectLayers(model, filter)) {
    writer.layer(layer, false);
  }
  return writer.undo;
}

/**
 * Puts the weights of the chosen layers in training; the opposite of
 * {@linkcode freeze} in every respect. A nested model that was frozen as a
 * whole (`model.trainable = false`) stays frozen but for the chosen layers.
 */
export function unfreeze(model: tf.layers.Layer, filter?: LayerFilter): Undo {
  const writer = new FlagWriter();
  const chosen = selectLayers(model, filter);
  const root = {
    layer: model,
    path: "",
    index: -1,
    ancestors: [],
    isContainer: true,
  };
  for (const { ancestors } of chosen) {
    for (const container of [root, ...ancestors]) openUp(container, writer);
  }
  for (const { layer } of chosen) writer.layer(layer, true);
  return writer.undo;
}

/** Moves a container's own "nothing trains" down to the layers in it. */
function openUp({ layer }: PlacedLayer, writer: FlagWriter): void {
  if (layer.trainable) return;
  for (const { layer: inner, isContainer } of walkLayers(layer)) {
    if (!isContainer) writer.layer(inner, false);
  }
  writer.layer(layer, true);
}

/**
 * Freezes all layers up to and including one, and thaws those after it: the
 * usual cut of transfer learning.
 *
 * @param last Name or index of the last layer to freeze, in `model.layers`.
 * @returns What restores each weight's own former flag.
 * @throws {RangeError} If there is no such layer, or only in a nested model.
 */
export function freezeTo(model: tf.LayersModel, last: string | number): Undo {
  const [{ index, path }] = selectLayers(
    model,
    typeof last === "number" ? { index: last } : { name: last },
  );
  const [base] = path.split("/");
  if (typeof last === "string" && base !== last) {
    throw new RangeError(
      `${last} lies in ${base}, a layer of ${model.name}; use freezeTo(${base}, "${last}")`,
    );
  }
  const undos = [freeze(model, (placed) => placed.index <= index)];
  if (index + 1 < model.layers.length) {
    undos.push(unfreeze(model, (placed) => placed.index > index));
  }
  return () => undos.toReversed().forEach((undo) => undo());
}
