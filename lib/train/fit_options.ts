/**
 * What `fit` can be told, and the batches that follow from it.
 *
 * @module
 */

import type * as tf from "@tensorflow/tfjs";
import { checkOptions, type OptionNames } from "../options/check_options.ts";
import type { LiveDisplayOptions } from "../display/live_display.ts";
import {
  type BatchDataset,
  type BatchSource,
  datasetBatches,
  isDataset,
  sampleCount,
  sliceSamples,
  tensorBatches,
  type Tensors,
} from "./batches.ts";
import type { EarlyStoppingOptions } from "./early_stopping.ts";

/** What is called on the way; an epoch's logs may be added to. */
export interface FitHooks {
  onTrainBegin?(): void | Promise<void>;
  onTrainEnd?(): void | Promise<void>;
  onEpochBegin?(epoch: number): void | Promise<void>;
  onEpochEnd?(
    epoch: number,
    logs: Record<string, number>,
  ): void | Promise<void>;
  onBatchBegin?(
    batch: number,
    logs: Record<string, number>,
  ): void | Promise<void>;
  onBatchEnd?(
    batch: number,
    logs: Record<string, number>,
  ): void | Promise<void>;
}

/** A tfjs `Callback`, or an object with `onEpochEnd` and the like. */
export type FitCallback =
  | Pick<tf.Callback, "setModel" | "setParams">
  | FitHooks;

/** Named as in Keras where Keras has one. */
export interface FitOptions {
  /** Number of epochs in all; 1. */
  epochs?: number;
  /** Samples in a step; 32. A dataset brings its own. */
  batchSize?: number;
  /** Whether each epoch has its own order; true. A dataset brings its own. */
  shuffle?: boolean;
  /** Integer in `[0, 2^32)`; the same gives the same orders. */
  seed?: number;
  /** Measured after each epoch; tensors stay the caller's. */
  validationData?: [Tensors, Tensors] | BatchDataset;
  /** Share of the samples in `(0, 1)`, from the end, to measure on instead. */
  validationSplit?: number;
  /** Index of the first epoch, for callbacks and orders; 0. */
  initialEpoch?: number;
  callbacks?: FitCallback | FitCallback[];
  /** Stops without improvement; at any end the best weights are restored. */
  earlyStopping?: EarlyStoppingOptions;
  /**
   * Goes on where the last `fit` of this model was stopped, at the next
   * batch, with its history; from the start if none was stopped.
   */
  resume?: boolean;
  /** Whether the last line tells how long it took; true. */
  timings?: boolean;
  /** False shows nothing; else where to show it. */
  display?: LiveDisplayOptions | false;
}

const FIT_OPTIONS: OptionNames<FitOptions> = {
  epochs: true,
  batchSize: true,
  shuffle: true,
  seed: true,
  validationData: true,
  validationSplit: true,
  initialEpoch: true,
  callbacks: true,
  earlyStopping: true,
  resume: true,
  timings: true,
  display: true,
};

/**
 * Checks what does not depend on the data.
 *
 * @throws {TypeError} If there is no such option.
 * @throws {RangeError} If an option is out of range.
 * @throws {Error} If the model is not compiled.
 */
export function checkFitOptions(
  model: tf.LayersModel,
  options: FitOptions,
): void {
  checkOptions("fit", options, FIT_OPTIONS);
  if (!model.optimizer) {
    throw new Error("The model must be compiled before fit");
  }
  const { epochs = 1, validationSplit } = options;
  if (!(Number.isInteger(epochs) && epochs > 0)) {
    throw new RangeError(`epochs must be a positive integer, got ${epochs}`);
  }
  if (
    validationSplit !== undefined &&
    !(validationSplit > 0 && validationSplit < 1)
  ) {
    throw new RangeError(
      `validationSplit must lie in (0, 1), got ${validationSplit}`,
    );
  }
}

/** The batches to train on and to measure on. */
export interface FitSources {
  source: BatchSource;
  validation: BatchSource | undefined;
  /** Tensors made here, for the caller to dispose of. */
  owned: Tensors[];
}

/**
 * Cuts and splits the data as the options say.
 *
 * @throws {RangeError} If the data do not fit each other or the options.
 */
export function fitSources(
  data: BatchDataset | [Tensors, Tensors],
  options: FitOptions,
): FitSources {
  const { batchSize = 32, shuffle = true, seed, validationSplit } = options;
  let { validationData } = options;
  let owned: Tensors[] = [];
  if (isDataset(data)) {
    if (validationSplit) {
      throw new RangeError("A dataset can't be split; give validationData");
    }
    if (!validationData) {
      return { source: datasetBatches(data), validation: undefined, owned };
    }
  } else if (validationSplit) {
    const samples = sampleCount(data[0]);
    const kept = samples - Math.floor(samples * validationSplit);
    const [x, y] = data;
    data = [sliceSamples(x, 0, kept), sliceSamples(y, 0, kept)];
    validationData = [
      sliceSamples(x, kept, samples),
      sliceSamples(y, kept, samples),
    ];
    owned = [...data, ...validationData];
  }
  const source = isDataset(data)
    ? datasetBatches(data)
    : tensorBatches(...data, { batchSize, shuffle, seed });
  const validation = validationData &&
    (isDataset(validationData)
      ? datasetBatches(validationData)
      : tensorBatches(...validationData, { batchSize, shuffle: false }));
  return { source, validation, owned };
}
