/**
 * Training in a notebook: `fit` with one live display, early stopping that
 * restores, and a Stop that leaves everything usable.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import { LiveDisplay } from "../display/live_display.ts";
import { type BatchDataset, isDataset, type Tensors } from "./batches.ts";
import { EarlyStopping } from "./early_stopping.ts";
import { isEngineCut, repairEngine } from "./engine_repair.ts";
import {
  checkFitOptions,
  type FitCallback,
  type FitOptions,
  fitSources,
} from "./fit_options.ts";
import { TrainingHistory } from "./training_history.ts";
import {
  epochStart,
  type TrainingPosition,
  TrainingRun,
} from "./training_run.ts";

interface Resumable {
  position: TrainingPosition;
  history: TrainingHistory;
  stopping: EarlyStopping | undefined;
}

const stopped = new WeakMap<tf.LayersModel, Resumable>();

function callbackList(callbacks: FitCallback | FitCallback[] = []) {
  return new tf.CallbackList(
    [callbacks].flat().map((callback) =>
      callback instanceof tf.Callback
        ? callback
        : new tf.CustomCallback(callback as tf.CustomCallbackArgs, "never")
    ),
  );
}

/**
 * Trains a compiled model, with one display that is updated in place.
 *
 * Stop (the event `interrupt`) ends it after the batch it is in: weights and
 * history are kept, `model.history` holds the latter, and `resume: true` goes
 * on. An epoch that was not finished is not in the history.
 *
 * @param model A compiled model.
 * @param x Inputs, samples first; the tensors stay the caller's.
 * @param y Targets, samples first; the tensors stay the caller's.
 * @returns The history, in numbers.
 * @throws {RangeError} If an option is out of range, or x and y don't fit.
 * @throws {Error} If the model is not compiled, or what a callback throws.
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
  const options = (rest.at(-1) ?? {}) as FitOptions;
  checkFitOptions(model, options);
  if (isEngineCut()) repairEngine();

  const { epochs = 1, initialEpoch = 0, batchSize = 32 } = options;
  const { source, validation, owned } = fitSources(data, options);
  const former = options.resume ? stopped.get(model) : undefined;
  stopped.delete(model);
  const position = former?.position ?? epochStart(initialEpoch);
  const history = former?.history ?? new TrainingHistory();
  history.stopped = undefined;
  const stopping = former?.stopping ??
    (options.earlyStopping &&
      new EarlyStopping(options.earlyStopping, validation !== undefined));
  if (former) stopping?.resume(model);
  (model as { history: unknown }).history = history;

  const callbacks = callbackList(options.callbacks);
  callbacks.setModel(model);
  callbacks.setParams({
    epochs,
    initialEpoch,
    batchSize,
    ...(source.samples && { samples: source.samples }),
    ...(source.batches && { steps: source.batches }),
    verbose: 0,
    doValidation: validation !== undefined,
    metrics: model.metricsNames,
  });
  const display = options.display === false
    ? undefined
    : new LiveDisplay(options.display);
  const run = new TrainingRun({
    model,
    source,
    validation,
    epochs,
    callbacks,
    stopping,
    history,
    position,
    display,
    timings: options.timings ?? true,
  });

  const onInterrupt = (event: { preventDefault(): void }) => {
    event.preventDefault();
    run.interrupt();
  };
  let isReleased = false;
  const release = () => {
    if (isReleased) return;
    isReleased = true;
    globalThis.removeEventListener("interrupt", onInterrupt);
    globalThis.removeEventListener("interrupted", onInterrupted);
    tf.dispose(owned as tf.TensorContainer);
    const isResumable = history.stopped &&
      ["interrupted", "cut", "stopTraining"].includes(history.stopped.reason);
    if (isResumable) stopped.set(model, { position, history, stopping });
  };
  const onInterrupted = () => {
    run.cut();
    release();
  };
  globalThis.addEventListener("interrupt", onInterrupt);
  globalThis.addEventListener("interrupted", onInterrupted);
  try {
    await run.run();
    return history;
  } finally {
    release();
  }
}
