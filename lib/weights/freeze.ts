/**
 * Which weights train.
 *
 * Freezing changes the `trainable` flags of weights and nothing else: what a
 * layer computes, and so whether dropout drops, is the phase's affair. Only
 * BatchNormalization looks at its flag: frozen, it infers, as in Keras. The
 * flags count at once, before and after `compile`, for `fit` and for a custom
 * `optimizer.minimize`; `lib/mends` sees to that.
 *
 * @module
 */

import type * as tf from "@tensorflow/tfjs";
import { type LayerFilter, selectLayers } from "../layers/layer_filter.ts";
import {
  isBatchNormalization,
  normalizesAsTfjs,
  setNormalizesAsTfjs,
} from "../layers/normalize_by_phase.ts";
import { type PlacedLayer, walkLayers } from "../layers/walk_layers.ts";
import "../mends/install_mends.ts";
import { checkOptions, type OptionNames } from "../options/check_options.ts";
import { requireKnown } from "../options/known_value.ts";
import type { Flagged } from "../mends/trainable_stays_outside.ts";

/** Gives each weight and layer the flag back that it had before. */
export type Undo = () => void;

/** How to freeze; all fields may be left out. */
export interface FreezeOptions {
  /**
   * `asKeras` (the default): a frozen BatchNormalization, tfjs's own too,
   * infers: it uses its moving averages and keeps them, whatever the phase.
   * `asTfjs`: it goes on normalizing by the batch and moving its averages while
   * the model trains, as plain TensorFlow.js has it. Not saved with the model.
   */
  batchNormalization?: "asKeras" | "asTfjs";
}

const FREEZE_OPTIONS: OptionNames<FreezeOptions> = {
  batchNormalization: true,
};

const KINDS = ["asKeras", "asTfjs"];

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

  normalizesAsTfjs(layer: tf.layers.Layer, on: boolean): void {
    const before = normalizesAsTfjs(layer);
    this.#undo.push(() => setNormalizesAsTfjs(layer, before));
    setNormalizesAsTfjs(layer, on);
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
 * @param options Whether BatchNormalization then infers.
 * @returns What restores each weight's own former flag.
 * @throws {RangeError} If the filter means no layer.
 * @throws {TypeError} If there is no such option.
 */
export function freeze(
  model: tf.layers.Layer,
  filter?: LayerFilter,
  options?: FreezeOptions,
): Undo {
  checkOptions("freeze", options, FREEZE_OPTIONS);
  const { batchNormalization = "asKeras" } = options ?? {};
  requireKnown("batchNormalization", batchNormalization, KINDS);
  const writer = new FlagWriter();
  for (const { layer } of selectLayers(model, filter)) {
    writer.layer(layer, false);
    if (isBatchNormalization(layer)) {
      writer.normalizesAsTfjs(layer, batchNormalization === "asTfjs");
    }
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
