/**
 * Which layers begin to be fine-tuned together, when, and at which rates.
 *
 * @module
 */

import type * as tf from "@tensorflow/tfjs";
import { type LayerFilter, not, selectLayers } from "../layers/layer_filter.ts";
import { ownWeights } from "../layers/ordered_weights.ts";
import type { FineTuneStage } from "./fine_tune_callback.ts";

/** What to train when; all fields but `base` and `epochs` may be left out. */
export interface FineTuneOptions {
  /** Layers that were trained before, in their order in the model. */
  base: LayerFilter;
  /** Layers that are new; all but the base. */
  head?: LayerFilter;
  /** Epochs in all. */
  epochs: number;
  /** Epochs in which only the head trains; 1. */
  headEpochs?: number;
  /** Parts of the base, thawed one after the other; 4, or one for each layer. */
  stages?: number;
  /** Epochs between two parts; as many as let the last one train, too. */
  stageEpochs?: number;
  /** Highest rate of the head; 0.001. */
  learningRate?: number;
  /** What each part's rate is divided by from the one above; 2.6. */
  decay?: number;
  /** Makes each part's optimizer from its rate; `adam`. */
  optimizer?: (learningRate: number) => tf.Optimizer;
  /** As for `compile`; what the model was compiled with. */
  loss?: tf.ModelCompileArgs["loss"];
  metrics?: tf.ModelCompileArgs["metrics"];
}

/** The names of those options. */
export const FINE_TUNE_OPTIONS = {
  base: true,
  head: true,
  epochs: true,
  headEpochs: true,
  stages: true,
  stageEpochs: true,
  learningRate: true,
  decay: true,
  optimizer: true,
  loss: true,
  metrics: true,
} as const;

function checkCount(name: string, value: number, least: number): void {
  if (!(Number.isInteger(value) && value >= least)) {
    throw new RangeError(
      `${name} must be an integer of at least ${least}, got ${value}`,
    );
  }
}

/**
 * The head, then the base from the top down.
 *
 * @throws {RangeError} If an option is out of range, or a filter means no layer
 * with weights.
 */
export function stagesOf(
  model: tf.LayersModel,
  options: FineTuneOptions,
): FineTuneStage[] {
  const { epochs, headEpochs = 1, learningRate = 1e-3, decay = 2.6 } = options;
  checkCount("epochs", epochs, 1);
  checkCount("headEpochs", headEpochs, 0);
  if (!(learningRate > 0) || !(decay > 0)) {
    throw new RangeError(
      `learningRate and decay must be more than 0, got ${learningRate} and ${decay}`,
    );
  }
  const { base, head = not(base) } = options;
  const weighted = (name: string, filter: LayerFilter) => {
    const layers = selectLayers(model, filter);
    const found = layers.filter(({ layer }) =>
      ownWeights(layer).trainable.length > 0
    );
    if (found.length > 0) return found;
    throw new RangeError(
      `${name} of fineTune means no layer with weights: ${
        layers.map(({ path }) => path).join(", ")
      }`,
    );
  };
  const parts = split(weighted("base", base).toReversed(), options.stages);
  const left = Math.max(1, epochs - headEpochs);
  const every = options.stageEpochs ??
    Math.max(1, Math.floor(left / parts.length));
  checkCount("stageEpochs", every, 1);
  return [weighted("head", head), ...parts].map((layers, i) => ({
    layers,
    fromEpoch: i === 0 ? 0 : headEpochs + (i - 1) * every,
    rate: learningRate / decay ** i,
  }));
}

/** Cuts a list into so many parts of about equal length. */
function split<Item>(items: Item[], stages = 4): Item[][] {
  checkCount("stages", stages, 1);
  const count = Math.min(stages, items.length);
  return Array.from({ length: count }, (_, i) =>
    items.slice(
      Math.floor(i * items.length / count),
      Math.floor((i + 1) * items.length / count),
    ));
}
