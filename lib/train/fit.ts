/**
 * Training in a notebook: `fit` with one live display, early stopping that
 * restores, and a Stop that leaves everything usable.
 *
 * @module
 */

import type * as tf from "@tensorflow/tfjs";
import { type BatchDataset, isDataset, type Tensors } from "./batches.ts";
import { checkLabels } from "../mends/unknown_classes.ts";
import { noteScopes, repairEngine } from "./engine_repair.ts";
import { checkFitOptions, type FitOptions } from "./fit_options.ts";
import { type PreparedTraining, prepareTraining } from "./prepare_training.ts";
import { checkSampleWeight } from "./sample_weights.ts";
import type { TrainingHistory } from "./training_history.ts";

/** Models that a `fit` is training. */
const inTraining = new WeakSet<tf.LayersModel>();

/** Runs a training that the kernel's Stop ends, after its batch or by force. */
async function runUntilStopped(
  model: tf.LayersModel,
  { run, release }: PreparedTraining,
): Promise<void> {
  inTraining.add(model);
  let isOver = false;
  const end = () => {
    if (isOver) return;
    isOver = true;
    globalThis.removeEventListener("interrupt", onInterrupt);
    globalThis.removeEventListener("interrupted", onInterrupted);
    inTraining.delete(model);
    release();
  };
  const onInterrupt = (event: { preventDefault(): void }) => {
    event.preventDefault();
    run.interrupt();
  };
  const onInterrupted = () => {
    run.cut();
    end();
  };
  globalThis.addEventListener("interrupt", onInterrupt);
  globalThis.addEventListener("interrupted", onInterrupted);
  try {
    await run.run();
  } finally {
    end();
  }
}

/**
 * Trains a compiled model, with one display that is updated in place.
 *
 * Stop (the event `interrupt`) ends it after the batch it is in: weights and
 * history are kept, `model.history` holds the latter, and `resume: true` goes
 * on as if it had not been stopped: with the same options, data and callbacks
 * the result is the same to the bit. An epoch that was not finished is not in
 * the history. After an error in a callback or a dataset it goes on in the same
 * way: a hook that threw is called again of its callback and those after it.
 *
 * @param model A compiled model.
 * @param x Inputs, samples first; the tensors stay the caller's.
 * @param y Targets, samples first; the tensors stay the caller's.
 * @returns The history, in numbers.
 * @throws {TypeError} If there is no such option, or a callback has no hook.
 * @throws {RangeError} If an option is out of range, or x and y don't fit.
 * @throws {Error} If the model is not compiled, another `fit` is training it, or
 * what a callback throws.
 */
export async function fit(
  model: tf.LayersModel,
  x: Tensors,
  y: Tensors,
  options?: FitOptions,
): Promise<TrainingHistory>;
/**
 * Trains on a dataset of batches `{ xs, ys }`, read anew in each epoch.
 *
 * @param dataset As of `tf.data`, or any object with its `iterator()`.
 */
export async function fit(
  model: tf.LayersModel,
  dataset: BatchDataset,
  options?: FitOptions,
): Promise<TrainingHistory>;
export async function fit(
  model: tf.LayersModel,
  x: Tensors | BatchDataset,
  ...rest: [Tensors, FitOptions?] | [FitOptions?]
): Promise<TrainingHistory> {
  const data = isDataset(x) ? x : [x, rest.shift()] as [Tensors, Tensors];
  const given = rest.filter((each) => each !== undefined && each !== null);
  if (isDataset(x) && given.length > 1) {
    throw new TypeError(
      "A dataset brings its own targets: fit takes a model, the dataset and options",
    );
  }
  const options = (given[0] ?? {}) as FitOptions;
  checkFitOptions(model, options);
  repairEngine();
  noteScopes();
  if (Array.isArray(data)) await checkLabels(model, data[1]);
  const { validationData: measured, sampleWeight } = options;
  if (sampleWeight) await checkSampleWeight(sampleWeight);
  if (Array.isArray(measured)) {
    await checkLabels(model, measured[1]);
    if (measured[2]) await checkSampleWeight(measured[2]);
  }

  if (inTraining.has(model)) {
    throw new Error(
      `Another fit of ${model.name} has not ended; await it before the next one`,
    );
  }
  const training = prepareTraining(model, data, options);
  await runUntilStopped(model, training);
  return training.history;
}
