/**
 * What `fit` can be told. `fit_sources.ts` makes batches as it says.
 *
 * @module
 */

import { requireKind } from "../options/require_kind.ts";
import type * as tf from "@tensorflow/tfjs";
import type { LiveDisplayOptions } from "../display/live_display.ts";
import { checkOptions, type OptionNames } from "../options/check_options.ts";
import type { BatchDataset, Tensors } from "./batches.ts";
import type { EarlyStoppingOptions } from "./early_stopping.ts";
import type { FitCallback } from "./fit_callbacks.ts";
import {
  checkClassWeight,
  type ClassWeight,
  type SampleWeight,
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
   * Goes on where the last `fit` of this model was stopped or failed, at the
   * next batch, with its history; from the start if none was, or it failed
   * before its first batch was trained on.
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

/** Options that are true or false. */
const FLAGS = ["shuffle", "cacheFrozen", "resume", "timings"] as const;

const VERBOSE: unknown[] = [0, 1, 2, "auto"];

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
  requireKind("fit", "model", model, "model");
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
    !(typeof validationSplit === "number" && validationSplit > 0 &&
      validationSplit < 1)
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
  const isPause = typeof yieldEvery === "number" && yieldEvery >= 0;
  if (!isPause && !YIELDS.includes(yieldEvery)) {
    throw new RangeError(
      `yieldEvery is auto, batch, epoch, never or milliseconds, got ${yieldEvery}`,
    );
  }
  for (const name of FLAGS) {
    const flag: unknown = options[name];
    if (flag === undefined || typeof flag === "boolean") continue;
    throw new TypeError(`${name} is true or false, got ${flag}`);
  }
  const { verbose = "auto" } = options;
  if (!VERBOSE.includes(verbose)) {
    throw new RangeError(`verbose is 0, 1, 2 or auto, got ${verbose}`);
  }
  if (options.classWeight) checkClassWeight(options.classWeight, model);
}

/** Batches in an epoch, where the options say so. */
export function batchesPerEpoch(options: FitOptions): number | undefined {
  return options.batchesPerEpoch ?? options.stepsPerEpoch;
}
