/**
 * Trainings that were stopped and can go on, by model.
 *
 * @module
 */

import type * as tf from "@tensorflow/tfjs";
import type { BatchSource } from "./batches.ts";
import type { EarlyStopping } from "./early_stopping.ts";
import type { CallbackStates } from "./fit_callbacks.ts";
import type { TrainingHistory } from "./training_history.ts";
import type { TrainingPosition } from "./training_position.ts";
import type { WeightSnapshot } from "./weight_snapshot.ts";

/** What a training needs to go on as if it had not been stopped. */
export interface StoppedTraining {
  position: TrainingPosition;
  history: TrainingHistory;
  source: BatchSource;
  states: CallbackStates;
  stopping: EarlyStopping | undefined;
  /** The weights it was stopped with, where the best ones took their place. */
  weights: WeightSnapshot | undefined;
}

const stopped = new WeakMap<tf.LayersModel, StoppedTraining>();

/** Keeps a training until it goes on, another begins or the model goes. */
export function keepStopped(
  model: tf.LayersModel,
  training: StoppedTraining,
): void {
  stopped.set(model, training);
  const { dispose } = model;
  model.dispose = () => {
    forgetStopped(model);
    return dispose.call(model);
  };
}

/** The training of a model that was stopped; it is the caller's from now on. */
export function takeStopped(
  model: tf.LayersModel,
): StoppedTraining | undefined {
  const training = stopped.get(model);
  if (!training) return undefined;
  stopped.delete(model);
  // Uncovers the method of the class.
  delete (model as Partial<tf.LayersModel>).dispose;
  return training;
}

/** Lets go of a training that will not go on. */
export function forgetStopped(model: tf.LayersModel): void {
  const training = takeStopped(model);
  training?.weights?.dispose();
  training?.stopping?.dispose();
}
