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
import { checkOptions } from "../options/check_options.ts";
import type { PlannedLayer, ThawingPlan } from "../weights/audit.ts";
import { GroupedOptimizer } from "../weights/grouped_optimizer.ts";
import { type BatchDataset, isDataset, type Tensors } from "./batches.ts";
import {
  FineTuneCallback,
  type FineTuneStage,
  isIn,
} from "./fine_tune_callback.ts";
import {
  FINE_TUNE_OPTIONS,
  type FineTuneOptions,
  stagesOf,
} from "./fine_tune_stages.ts";
import { fit } from "./fit.ts";
import type { FitCallback } from "./fit_callbacks.ts";
import type { FitOptions } from "./fit_options.ts";
import { lossWeights } from "../mends/loss_weights_ignored.ts";
import { adam } from "./optimizers/adam.ts";
import type { TrainingHistory } from "./training_history.ts";

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
    this.model = model;
    this.epochs = options.epochs;
    this.stages = stagesOf(model, options);
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
      throw new RangeError(
        `fineTune needs a loss, and ${model.name} has none: compile it, or give ` +
          "{ loss }",
      );
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
