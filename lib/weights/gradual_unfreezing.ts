/**
 * Thawing a model part by part while it trains.
 *
 * @see Howard and Ruder, "Universal Language Model Fine-tuning for Text
 * Classification", ACL 2018, section 3.3.
 * @module
 */

import { requireKind } from "../options/require_kind.ts";
import type * as tf from "@tensorflow/tfjs";
import { checkOptions } from "../options/check_options.ts";
import { type LayerFilter, selectLayers } from "../layers/layer_filter.ts";
import { freeze, unfreeze } from "./freeze.ts";

/** What to thaw when; all fields may be left out. */
export interface GradualUnfreezingArgs {
  /**
   * What is thawed first, second and so on. Without it each layer of
   * `model.layers` that has weights, the last one first.
   */
  stages?: LayerFilter[];
  /** Epochs between two stages, an integer of at least 1; 1. */
  epochs?: number;
}

/**
 * A callback for `fit` that freezes all stages but the first when training
 * begins, and thaws one more after every so many epochs. Layers in no stage
 * keep their flags; what is thawed at the end stays so, and a training that
 * was stopped goes on with what it had thawed.
 *
 * @throws {RangeError} If `epochs` is no positive integer, or in `fit` if a
 * stage means no layer.
 */
export function gradualUnfreezing(
  model: tf.LayersModel,
  args: GradualUnfreezingArgs = {},
): tf.CustomCallbackArgs {
  requireKind("gradualUnfreezing", "model", model, "model");
  checkOptions("gradualUnfreezing", args, { stages: true, epochs: true });
  const { epochs = 1 } = args;
  if (!(Number.isInteger(epochs) && epochs >= 1)) {
    throw new RangeError(`Epochs must be a positive integer, got ${epochs}`);
  }
  const stages = args.stages ?? model.layers
    .filter(({ weights }) => weights.length > 0)
    .map(({ name }) => ({ name }))
    .toReversed();
  const thaw = (epoch: number) =>
    void unfreeze(model, stages.slice(0, 1 + Math.floor(epoch / epochs)));
  return {
    onTrainBegin(logs?: Record<string, unknown>) {
      // Each by itself: in a list, a pattern that means no layer is no error.
      for (const stage of stages) selectLayers(model, stage);
      // When a training goes on, its layers have their flags already.
      if (!logs?.resumed) freeze(model, stages);
      else thaw(Number(logs.epoch));
    },
    onEpochBegin: thaw,
  };
}
