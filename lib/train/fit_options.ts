/**
 * What `fit` can be told, and the batches that follow from it.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import type { LiveDisplayOptions } from "../display/live_display.ts";
import { checkOptions, type OptionNames } from "../options/check_options.ts";
import {
  type BatchDataset,
  type BatchSource,
  checkTensors,
  datasetBatches,
  isDataset,
  mapSamples,
  sampleCount,
  type Samples,
  sliceSamples,
  tensorBatches,
  type Tensors,
} from "./batches.ts";
import type { EarlyStoppingOptions } from "./early_stopping.ts";
import type { FitCallback } from "./fit_callbacks.ts";
import { FrozenBatches } from "./frozen_batches.ts";
import {
  checkClassWeight,
  type ClassWeight,
  type SampleWeight,
  weightTensors,
} from "./sample_weights.ts";

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
  validationData?: [Tensors, Tensors, SampleWeight?] | BatchDataset;
  /** Share of the samples in `(0, 1)`, from the end, to measure on instead. */
  validationSplit?: number;
  /** Samples measured on at a time; `batchSize`. */
  validationBatchSize?: number;
  /** Batches to measure on, from the start; all. */
  validationBatches?: number;
  /** Keras's name of `validationBatches`. */
  validationSteps?: number;
  /** Measures after every so many epochs; 1. */
  validationFreq?: number;
  /**
   * Batches in an epoch; all. A dataset goes on in the next epoch where this
   * one ended, so it may have no end; of tensors the first ones of each
   * epoch's order are taken.
   */
  batchesPerEpoch?: number;
  /** Keras's name of `batchesPerEpoch`. */
  stepsPerEpoch?: number;
  /** What samples of a class count in the loss, as `{ 0: 1, 1: 5 }`. */
  classWeight?: ClassWeight;
  /**
   * What each sample counts in the loss, in the order of the samples; for
   * several outputs one for each. A dataset brings its own, as `sampleWeight`
   * beside `xs` and `ys`.
   */
  sampleWeight?: SampleWeight;
  /** Index of the first epoch, for callbacks and orders; 0. */
  initialEpoch?: number;
  /**
   * Computes once what the frozen part of the model gives for all samples, and
   * lets each step begin behind it; losses and weights are the same to the
   * bit. At most 1 GiB is kept (`history.cachedBytes`), until `fit` ends or is
   * stopped. Computed anew where a callback thaws a part of it. Needs tensors
   * to train on; validation data of a dataset go through the whole model.
   * Refused where what is frozen is random in training or mixes the samples.
   */
  cacheFrozen?: boolean;
  callbacks?: FitCallback | FitCallback[];
  /** Stops without improvement; at any end the best weights are restored. */
  earlyStopping?: EarlyStoppingOptions;
  /**
   * Goes on where the last `fit` of this model was stopped, at the next
   * batch, with its history; from the start if none was stopped.
   */
  resume?: boolean;
  /**
   * How often events are let in: after milliseconds, each `batch` or `epoch`,
   * or `never`; `auto` is 100. What waits is Stop, above all.
   */
  yieldEvery?: "auto" | "batch" | "epoch" | "never" | number;
  /** Whether the last line tells how long it took; true. */
  timings?: boolean;
  /** False shows nothing; else where to show it. */
  display?: LiveDisplayOptions | false;
  /** As in Keras: 0 shows nothing, like `display: false`. */
  verbose?: 0 | 1 | 2 | "auto";
}

const FIT_OPTIONS: OptionNames<FitOptions> = {
  epochs: true,
  batchSize: true,
  shuffle: true,
  seed: true,
  validationData: true,
  validationSplit: true,
  validationBatchSize: true,
  validationBatches: true,
  validationSteps: true,
  validationFreq: true,
  batchesPerEpoch: true,
  stepsPerEpoch: true,
  classWeight: true,
  sampleWeight: true,
  initialEpoch: true,
  cacheFrozen: true,
  callbacks: true,
  earlyStopping: true,
  resume: true,
  yieldEvery: true,
  timings: true,
  display: true,
  verbose: true,
};

/** Options that are whole numbers of at least 1. */
const COUNTS = [
  "epochs",
  "batchSize",
  "validationBatchSize",
  "validationBatches",
  "validationSteps",
  "validationFreq",
  "batchesPerEpoch",
  "stepsPerEpoch",
] as const;

/** Options of which one at most may be given. */
const EXCLUSIVE = [
  ["batchesPerEpoch", "stepsPerEpoch"],
  ["validationBatches", "validationSteps"],
  ["validationData", "validationSplit"],
  ["classWeight", "sampleWeight"],
] as const;

const YIELDS: unknown[] = ["auto", "batch", "epoch", "never"];

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
  for (const name of COUNTS) {
    const count = options[name];
    if (count !== undefined && !(Number.isInteger(count) && count > 0)) {
      throw new RangeError(`${name} must be a positive integer, got ${count}`);
    }
  }
  const { initialEpoch = 0, validationSplit, yieldEvery = "auto" } = options;
  if (!(Number.isInteger(initialEpoch) && initialEpoch >= 0)) {
    throw new RangeError(
      `initialEpoch must be an integer of at least 0, got ${initialEpoch}`,
    );
  }
  if (
    validationSplit !== undefined &&
    !(validationSplit > 0 && validationSplit < 1)
  ) {
    throw new RangeError(
      `validationSplit must lie in (0, 1), got ${validationSplit}`,
    );
  }
  for (const [one, other] of EXCLUSIVE) {
    if (options[one] !== undefined && options[other] !== undefined) {
      throw new RangeError(`Give ${one} or ${other}, not both`);
    }
  }
  if (!(YIELDS.includes(yieldEvery) || Number(yieldEvery) >= 0)) {
    throw new RangeError(
      `yieldEvery is auto, batch, epoch, never or milliseconds, got ${yieldEvery}`,
    );
  }
  if (![undefined, false, true].includes(options.cacheFrozen)) {
    throw new TypeError(
      `cacheFrozen is true or false, got ${options.cacheFrozen}`,
    );
  }
  if (options.classWeight) checkClassWeight(options.classWeight);
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
  model: tf.LayersModel,
  data: BatchDataset | [Tensors, Tensors],
  options: FitOptions,
): FitSources {
  const owned: Tensors[] = [];
  try {
    const parts = isDataset(data)
      ? datasetParts(data, options)
      : tensorParts(model, data, options, owned);
    const { validationData } = options;
    const validation = validationData
      ? validationSource(model, validationData, options, owned)
      : parts.validation;
    return { source: parts.source, validation, owned };
  } catch (error) {
    tf.dispose(owned as tf.TensorContainer);
    throw error;
  }
}

type Parts = Pick<FitSources, "source" | "validation">;

function datasetParts(data: BatchDataset, options: FitOptions): Parts {
  if (options.cacheFrozen) {
    throw new RangeError(
      "cacheFrozen needs tensors, as a dataset may bring other samples in each epoch; cacheFeatures(model, until, dataset) goes through it once",
    );
  }
  if (options.validationSplit) {
    throw new RangeError("A dataset can't be split; give validationData");
  }
  if (options.sampleWeight) {
    throw new RangeError(
      "A dataset brings its sampleWeight beside xs and ys; fit takes none for it",
    );
  }
  const isEndless = batchesPerEpoch(options) !== undefined;
  return { source: datasetBatches(data, isEndless), validation: undefined };
}

function tensorParts(
  model: tf.LayersModel,
  [xs, ys]: [Tensors, Tensors],
  options: FitOptions,
  owned: Tensors[],
): Parts {
  checkTensors("x", xs);
  checkTensors("y", ys);
  const { batchSize = 32, shuffle = true, seed, validationSplit } = options;
  const sampleWeight = options.sampleWeight &&
    weightTensors(options.sampleWeight);
  if (sampleWeight) owned.push(sampleWeight);
  let samples: Samples = { xs, ys, sampleWeight };
  let validation: BatchSource | undefined;
  if (validationSplit) {
    const count = sampleCount(xs);
    const kept = count - Math.floor(count * validationSplit);
    const sliced = (start: number, end: number) => {
      const part = mapSamples(samples, (each) => {
        const slice = sliceSamples(each, start, end);
        owned.push(slice);
        return slice;
      });
      return part;
    };
    const measured = sliced(kept, count);
    samples = sliced(0, kept);
    validation = measuringBatches(model, measured, options);
  }
  const cut = { batchSize, shuffle, seed };
  const source = options.cacheFrozen
    ? new FrozenBatches({ model, samples, options: cut, training: true })
    : tensorBatches(samples, cut);
  const wanted = batchesPerEpoch(options);
  if (wanted !== undefined && wanted > source.batches!) {
    throw new RangeError(
      `batchesPerEpoch is ${wanted}, but the samples make ${source.batches} batches of ${batchSize}`,
    );
  }
  return { source, validation };
}

function validationSource(
  model: tf.LayersModel,
  data: NonNullable<FitOptions["validationData"]>,
  options: FitOptions,
  owned: Tensors[],
): BatchSource {
  if (!Array.isArray(data)) return datasetBatches(data);
  const [xs, ys, weights] = data;
  checkTensors("the inputs of validationData", xs);
  checkTensors("the targets of validationData", ys);
  const sampleWeight = weights && weightTensors(weights);
  if (sampleWeight) owned.push(sampleWeight);
  return measuringBatches(model, { xs, ys, sampleWeight }, options);
}

/** Batches to measure on, in the order of the samples. */
function measuringBatches(
  model: tf.LayersModel,
  samples: Samples,
  { batchSize = 32, validationBatchSize, cacheFrozen }: FitOptions,
): BatchSource {
  const options = {
    batchSize: validationBatchSize ?? batchSize,
    shuffle: false,
  };
  return cacheFrozen
    ? new FrozenBatches({ model, samples, options, training: false })
    : tensorBatches(samples, options);
}

/** Batches in an epoch, where the options say so. */
export function batchesPerEpoch(options: FitOptions): number | undefined {
  return options.batchesPerEpoch ?? options.stepsPerEpoch;
}
