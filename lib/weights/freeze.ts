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
import { isBatchNormalization } from "../layers/normalize_by_phase.ts";
import { type PlacedLayer, walkLayers } from "../layers/walk_layers.ts";
import "../mends/install_mends.ts";
import { checkOptions, type OptionNames } from "../options/check_options.ts";
import { requireKnown } from "../options/known_value.ts";
import { FlagWriter, type Undo } from "./flag_writer.ts";
import { chooseWeights, type WeightNames } from "./named_flags.ts";

/** What to thaw; all fields may be left out. */
export interface UnfreezeOptions {
  /** Names of weights within their layers; without it all. */
  weights?: WeightNames;
}

/** How to freeze; all fields may be left out. */
export interface FreezeOptions extends UnfreezeOptions {
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
  weights: true,
};

const KINDS = ["asKeras", "asTfjs"];

/**
 * Takes the weights of the chosen layers out of training, also in nested
 * models, wrappers and cells. Works on a compiled model; no need to compile it
 * again.
 *
 * @param model The model whose layers are meant.
 * @param filter Which layers; without it all.
 * @param options Which of their weights, and whether BatchNormalization then
 * infers, which it does when it is frozen as a whole.
 * @returns What restores each weight's own former flag.
 * @throws {RangeError} If the filter means no layer, or a name no weight.
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
  const layers = selectLayers(model, filter);
  if (options?.weights !== undefined) {
    for (const [layer, some] of chooseWeights(layers, options.weights)) {
      writer.some(layer, some, false);
    }
    return writer.undo;
  }
  for (const { layer } of layers) {
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
 * whole (`model.trainable = false`) stays frozen but for the chosen layers, a
 * layer but for the chosen weights.
 *
 * @param options Which of their weights; without it all.
 */
export function unfreeze(
  model: tf.layers.Layer,
  filter?: LayerFilter,
  options?: UnfreezeOptions,
): Undo {
  checkOptions("unfreeze", options, { weights: true });
  const writer = new FlagWriter();
  const chosen = selectLayers(model, filter);
  const some = options?.weights === undefined
    ? undefined
    : chooseWeights(chosen, options.weights);
  const root = {
    layer: model,
    name: model.name,
    path: "",
    index: -1,
    ancestors: [],
    isContainer: true,
  };
  for (const { ancestors } of chosen) {
    for (const container of [root, ...ancestors]) openUp(container, writer);
  }
  if (some) {
    for (const [layer, weights] of some) writer.some(layer, weights, true);
  } else for (const { layer } of chosen) writer.layer(layer, true);
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
