/**
 * Makes a training of what `fit` was given: its batches, its callbacks, its
 * display, and what a training that was stopped has left.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import type { BatchDataset, BatchSource, Tensors } from "./batches.ts";
import { EarlyStopping } from "./early_stopping.ts";
import {
  callbackList,
  checkHooks,
  type FitCallback,
  loadStates,
  savedStates,
} from "./fit_callbacks.ts";
import { batchesPerEpoch, type FitOptions } from "./fit_options.ts";
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

/** A training that is ready to run. */
export interface PreparedTraining {
  run: TrainingRun;
  history: TrainingHistory;
  /**
   * Called once, when it has ended, however that came: disposes of the tensors
   * that were made for it, and keeps it if it can go on.
   */
  release(): void;
}

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
  const callbacks = all.filter((callback) =>
    !(callback instanceof EarlyStopping)
  );
  callbacks.forEach(checkHooks);
  return { stopping, callbacks };
}

/** Puts everything back to where a training was stopped. */
function takeUp(
  former: StoppedTraining,
  source: BatchSource,
  stopping: EarlyStopping | undefined,
  callbacks: FitCallback[],
): void {
  source.resume(former.source);
  // Weights that were changed since, by whomever, stay as they are now.
  if (former.stopping?.isInPlace()) former.weights?.restore();
  former.weights?.dispose();
  if (former.stopping && former.stopping !== stopping) {
    if (stopping) stopping.loadState(former.stopping.saveState());
    else former.stopping.dispose();
  }
  loadStates(callbacks, former.states);
}

function viewOf(
  model: tf.LayersModel,
  { display, verbose }: FitOptions,
): TrainingView | undefined {
  if (display === false || verbose === 0) return undefined;
  return new TrainingView({
    optimizer: model.optimizer,
    display,
    stop: () => model.stopTraining = true,
  });
}

/**
 * Prepares a training of checked options.
 *
 * @throws {RangeError} If the data do not fit each other or the options.
 * @throws {TypeError} If a callback has no hook.
 */
export function prepareTraining(
  model: tf.LayersModel,
  data: BatchDataset | [Tensors, Tensors],
  options: FitOptions,
): PreparedTraining {
  const { epochs = 1, initialEpoch = 0, batchSize = 32 } = options;
  const { stopping, callbacks } = splitCallbacks(options);
  const { source, validation, owned } = fitSources(model, data, options);
  if (stopping) stopping.hasValidation = validation !== undefined;

  if (!options.resume) forgetStopped(model);
  const former = takeStopped(model);
  if (former) takeUp(former, source, stopping, callbacks);
  const position = former?.position ?? epochStart(initialEpoch);
  const history = former?.history ?? new TrainingHistory();
  history.stopped = undefined;
  (model as { history: unknown }).history = history;

  const steps = batchesPerEpoch(options) ?? source.batches;
  const called = callbackList(model, callbacks, position);
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
    display: viewOf(model, options),
    options,
  });
  const release = () => {
    tf.dispose(owned as tf.TensorContainer);
    if (!run.isResumable) return;
    keepStopped(model, {
      position,
      history,
      source,
      states: savedStates(callbacks),
      stopping,
      weights: run.weightsAtStop,
    });
  };
  return { run, history, release };
}
