/**
 * Which layers are fine-tuned when, and at which rates.
 *
 * @module
 */

import { requireKind } from "../options/require_kind.ts";
import type * as tf from "@tensorflow/tfjs";
import {
  DISPLAY,
  type Displayable,
  INSPECT,
  type MimeBundle,
} from "../display/mime_bundle.ts";
import { Table } from "../display/table.ts";
import { type LayerFilter, not, selectLayers } from "../layers/layer_filter.ts";
import { ownWeights } from "../layers/ordered_weights.ts";
import { checkOptions } from "../options/check_options.ts";
import type { PlannedLayer, ThawingPlan } from "../weights/audit.ts";
import { GroupedOptimizer } from "../weights/grouped_optimizer.ts";
import { type BatchDataset, isDataset, type Tensors } from "./batches.ts";
import {
  FineTuneCallback,
  type FineTuneStage,
  isIn,
} from "./fine_tune_callback.ts";
import { fit } from "./fit.ts";
import type { FitCallback } from "./fit_callbacks.ts";
import type { FitOptions } from "./fit_options.ts";
import { lossWeights } from "../mends/loss_weights_ignored.ts";
import { adam } from "./optimizers/adam.ts";
import type { TrainingHistory } from "./training_history.ts";

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

/** A model that is compiled and ready to be fine-tuned; shows its plan. */
export class FineTunePlan implements Displayable, ThawingPlan {
  readonly model: tf.LayersModel;
  /** The head, then the base from the top down. */
  readonly stages: readonly FineTuneStage[];
  readonly epochs: number;
  readonly #optimizers: tf.Optimizer[];

  /**
   * @throws {TypeError} If there is no such option.
   * @throws {RangeError} If an option is out of range, or a filter means no
   * layer with weights.
   */
  constructor(model: tf.LayersModel, options: FineTuneOptions) {
    requireKind("fineTune", "model", model, "model");
    requireKind("fineTune", "options", options, "object");
    checkOptions("fineTune", options, FINE_TUNE_OPTIONS);
    const { epochs, headEpochs = 1, learningRate = 1e-3, decay = 2.6 } =
      options;
    checkCount("epochs", epochs, 1);
    checkCount("headEpochs", headEpochs, 0);
    if (!(learningRate > 0) || !(decay > 0)) {
      throw new RangeError(
        `learningRate and decay must be more than 0, got ${learningRate} and ${decay}`,
      );
    }
    this.model = model;
    this.epochs = epochs;
    const { base, head = not(base) } = options;
    const weighted = (filter: LayerFilter) =>
      selectLayers(model, filter).filter(({ layer }) =>
        ownWeights(layer).trainable.length > 0
      );
    const parts = split(weighted(base).toReversed(), options.stages);
    const left = Math.max(1, epochs - headEpochs);
    const every = options.stageEpochs ??
      Math.max(1, Math.floor(left / parts.length));
    checkCount("stageEpochs", every, 1);
    this.stages = [weighted(head), ...parts].map((layers, i) => ({
      layers,
      fromEpoch: i === 0 ? 0 : headEpochs + (i - 1) * every,
      rate: learningRate / decay ** i,
    }));
    const make = options.optimizer ??
      ((learningRate: number) => adam({ learningRate }));
    this.#optimizers = this.stages.map(({ rate }) => make(rate));
    this.#compile(options);
  }

  #compile({ loss, metrics }: FineTuneOptions): void {
    const { model, stages } = this;
    const compiled = model as unknown as {
      loss?: tf.ModelCompileArgs["loss"];
      metrics?: tf.ModelCompileArgs["metrics"];
    };
    const wanted = loss ?? compiled.loss;
    if (!wanted) {
      throw new RangeError(`fineTune needs a loss: ${model.name} has none`);
    }
    const groups = stages.slice(1).map(({ layers }, i) => ({
      filter: isIn(layers),
      optimizer: this.#optimizers[i + 1],
    }));
    const optimizer = new GroupedOptimizer(
      model,
      groups,
      this.#optimizers[0],
    );
    model.compile({
      optimizer,
      loss: wanted,
      metrics: metrics ?? compiled.metrics,
      lossWeights: lossWeights(model),
    });
    // Its moments go with the model, or when it is compiled anew: tfjs leaves
    // an optimizer that it did not make itself to the caller, who has no name
    // for this one.
    (model as unknown as { isOptimizerOwned: boolean }).isOptimizerOwned = true;
  }

  /** What becomes of a layer; undefined if it never trains. */
  of(layer: tf.layers.Layer): PlannedLayer | undefined {
    return this.stages.find(({ layers }) =>
      layers.some((placed) => placed.layer === layer)
    );
  }

  /** Thaws and sets rates; for a `fit` of one's own. */
  callback(): FitCallback {
    return new FineTuneCallback(this, this.#optimizers);
  }

  /**
   * Trains as planned.
   *
   * @param options As for {@linkcode fit}, but for the epochs.
   * @throws {RangeError} If they name another number of epochs.
   */
  async fit(
    x: Tensors,
    y: Tensors,
    options?: Omit<FitOptions, "epochs">,
  ): Promise<TrainingHistory>;
  /** Trains as planned on a dataset of batches `{ xs, ys }`. */
  async fit(
    dataset: BatchDataset,
    options?: Omit<FitOptions, "epochs">,
  ): Promise<TrainingHistory>;
  async fit(
    x: Tensors | BatchDataset,
    ...rest: [Tensors, FitOptions?] | [FitOptions?]
  ): Promise<TrainingHistory> {
    const given = (isDataset(x) ? rest[0] : rest[1]) as FitOptions | undefined;
    const { epochs = this.epochs } = given ?? {};
    if (epochs !== this.epochs) {
      throw new RangeError(
        `The plan is for ${this.epochs} epochs, not ${epochs}: fineTune() takes their number`,
      );
    }
    const options = {
      ...given,
      epochs: this.epochs,
      callbacks: [this.callback(), ...[given?.callbacks ?? []].flat()],
    };
    return isDataset(x)
      ? await fit(this.model, x, options)
      : await fit(this.model, x, rest[0] as Tensors, options);
  }

  /** One row per stage. */
  toTable(): Table {
    return new Table(
      ["from epoch", "highest rate", "layers"],
      this.stages.map(({ fromEpoch, rate, layers }) => [
        fromEpoch + 1,
        rate,
        layers.map(({ path }) => path).join(", "),
      ]),
      `${this.model.name}: ${this.epochs} epochs`,
    );
  }

  [DISPLAY](): MimeBundle {
    return this.toTable()[DISPLAY]();
  }

  [INSPECT](): string {
    return this.toTable().toText();
  }
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
