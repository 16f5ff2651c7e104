/**
 * Training in a notebook: `fit` with one live display, early stopping that
 * restores, and a Stop that leaves everything usable.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import { type BatchDataset, isDataset, type Tensors } from "./batches.ts";
import { checkLabels } from "./check_labels.ts";
import { EarlyStopping } from "./early_stopping.ts";
import { noteScopes, repairEngine } from "./engine_repair.ts";
import {
  callbackList,
  checkHooks,
  type FitCallback,
  loadStates,
  savedStates,
} from "./fit_callbacks.ts";
import {
  batchesPerEpoch,
  checkFitOptions,
  type FitOptions,
} from "./fit_options.ts";
import { fitSources } from "./fit_sources.ts";
import { TrainingView } from "./panel/training_view.ts";
import {
  forgetStopped,
  keepStopped,
  type StoppedTraining,
  takeStopped,
} from "./stopped_trainings.ts";
import { metricLabels } from "./train_step.ts";
import { TrainingHistory } from "./training_history.ts";
import { epochStart } from "./training_position.ts";
import { TrainingRun } from "./training_run.ts";

/** Early stopping from its option or from among the callbacks. */
function splitCallbacks(
  options: FitOptions,
): { stopping: EarlyStopping | undefined; callbacks: FitCallback[] } {
  const all = [options.callbacks ?? []].flat();
  const [stopping, another] = [
    ...(options.earlyStopping
      ? [new EarlyStopping(options.earlyStopping)]
      : []),
    ...all.filter((callback) => callback instanceof EarlyStopping),
  ];
  if (another) throw new RangeError("Early stopping is given twice");
  const callbacks = all.filter((callback) => callback !== stopping);
  callbacks.forEach(checkHooks);
  return { stopping, callbacks };
}

/** Puts everything back to where a training was stopped. */
function takeUp(
  former: StoppedTraining,
  stopping: EarlyStopping | undefined,
  callbacks: FitCallback[],
): void {
  // Weights that were changed since, by whomever, stay as they are now.
  if (former.stopping?.isInPlace()) former.weights?.restore();
  former.weights?.dispose();
  if (former.stopping && former.stopping !== stopping) {
    if (stopping) stopping.loadState(former.stopping.saveState());
    else former.stopping.dispose();
  }
  loadStates(callbacks, former.states);
}

/**
 * Trains a compiled model, with one display that is updated in place.
 *
 * Stop (the event `interrupt`) ends it after the batch it is in: weights and
 * history are kept, `model.history` holds the latter, and `resume: true` goes
 * on as if it had not been stopped: with the same options, data and callbacks
 * the result is the same to the bit. An epoch that was not finished is not in
 * the history.
 *
 * @param model A compiled model.
 * @param x Inputs, samples first; the tensors stay the caller's.
 * @param y Targets, samples first; the tensors stay the caller's.
 * @returns The history, in numbers.
 * @throws {TypeError} If there is no such option, or a callback has no hook.
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
  repairEngine();
  noteScopes();
  if (Array.isArray(data)) await checkLabels(model, data[1]);
  const { validationData: measured } = options;
  if (Array.isArray(measured)) await checkLabels(model, measured[1]);

  const { epochs = 1, initialEpoch = 0, batchSize = 32 } = options;
  const { stopping, callbacks } = splitCallbacks(options);
  const { source, validation, owned } = fitSources(model, data, options);
  if (stopping) stopping.hasValidation = validation !== undefined;
  if (!options.resume) forgetStopped(model);
  const former = takeStopped(model);
  if (former) {
    source.resume(former.source);
    takeUp(former, stopping, callbacks);
  }
  const position = former?.position ?? epochStart(initialEpoch);
  const history = former?.history ?? new TrainingHistory();
  history.stopped = undefined;
  (model as { history: unknown }).history = history;

  const steps = batchesPerEpoch(options) ?? source.batches;
  const called = callbackList(model, callbacks);
  called.setParams({
    epochs,
    initialEpoch,
    batchSize,
    ...(source.samples && { samples: source.samples }),
    ...(steps && { steps }),
    verbose: 0,
    doValidation: validation !== undefined,
    metrics: metricLabels(model),
  });
  const display = options.display === false || options.verbose === 0
    ? undefined
    : new TrainingView({
      optimizer: model.optimizer,
      display: options.display,
      stop: () => model.stopTraining = true,
    });
  const run = new TrainingRun({
    model,
    source,
    validation,
    epochs,
    steps,
    callbacks: called,
    stopping,
    history,
    position,
    isResumed: former !== undefined,
    display,
    options,
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
    if (run.isResumable) {
      keepStopped(model, {
        position,
        history,
        source,
        states: savedStates(callbacks),
        stopping,
        weights: run.weightsAtStop,
      });
    }
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
