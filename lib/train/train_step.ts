/**
 * One step of training, and the losses of one batch, with weights for the
 * samples; tfjs's own `trainOnBatch` and `evaluate` know none.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";
// Its steps know weights for samples.
import "../mends/install_mends.ts";
import {
  type DataFromCut,
  type Model,
  testFromCut,
  trainFromCut,
} from "../mends/masks_of_other_layers.ts";
import type { Cut } from "../mends/run_layers.ts";
import { type Batch, eachTensor } from "./batches.ts";
import { weightsPerOutput } from "./sample_weights.ts";

/** What tfjs' types hide of a model. */
export interface Steppable {
  /** The functional model inside a sequential one. */
  model?: Steppable;
  standardizeUserDataXY(
    x: Batch["xs"],
    y: Batch["ys"],
  ): [tf.Tensor[], tf.Tensor[]];
  makeTrainFunction(): (data: tf.Tensor[]) => tf.Scalar[];
  makeTestFunction(): void;
  testFunction(data: tf.Tensor[]): tf.Scalar[];
}

/**
 * Trains on a batch; its tensors stay the caller's.
 *
 * @param cut Where the batch enters the model; at its inputs without one.
 * @returns Loss and metrics, as numbers. The loss is weighted, metrics are not.
 */
export async function trainStep(
  model: tf.LayersModel,
  batch: Batch,
  cut?: Cut,
): Promise<number[]> {
  if (cut) {
    const data = dataFromCut(model, batch, cut);
    return valuesOf(trainFromCut(compiled(model), cut, data), data.weights);
  }
  if (!batch.sampleWeight) {
    return [await model.trainOnBatch(batch.xs, batch.ys)].flat();
  }
  const { x, y, made } = standardize(model, batch);
  const weights = weightsPerOutput(model, batch);
  const train = innerModel(model).makeTrainFunction();
  return valuesOf(train([...x, ...y, ...weights]), [...weights, ...made]);
}

/** The numbers; disposes of the tensors and of others of the step. */
async function valuesOf(
  scalars: tf.Scalar[],
  others: tf.Tensor[],
): Promise<number[]> {
  const values = await Promise.all(scalars.map((scalar) => scalar.data()));
  tf.dispose([scalars, others]);
  return values.map(([value]) => value);
}

/** A batch of kept values: their masks come after them. */
function dataFromCut(
  model: tf.LayersModel,
  batch: Batch,
  { tensors, isMasked }: Cut,
): DataFromCut {
  const kept = batch.xs as tf.Tensor[];
  const masks = kept.slice(tensors.length);
  return {
    values: kept.slice(0, tensors.length),
    masks: isMasked.map((masked) => masked ? masks.shift() : null),
    targets: batch.ys as tf.Tensor[],
    weights: weightsPerOutput(model, batch),
  };
}

function compiled(model: tf.LayersModel): Model {
  return innerModel(model) as unknown as Model;
}

/**
 * Loss and metrics of a batch without training on it; the loss is weighted,
 * metrics are not.
 *
 * @param cut Where the batch enters the model; at its inputs without one.
 * @returns Scalars for the caller to dispose of.
 */
export function batchLosses(
  model: tf.LayersModel,
  batch: Batch,
  cut?: Cut,
): tf.Tensor[] {
  const steppable = innerModel(model);
  return tf.tidy(() => {
    if (cut) {
      return testFromCut(compiled(model), cut, dataFromCut(model, batch, cut));
    }
    const [x, y] = steppable.standardizeUserDataXY(batch.xs, batch.ys);
    steppable.makeTestFunction();
    const weights = weightsPerOutput(model, batch);
    return steppable.testFunction([...x, ...y, ...weights]);
  });
}

/**
 * Inputs and targets as the model's own functions take them, checked.
 *
 * @returns Lists; what was not given is also in `made`, for the caller to
 *   dispose of.
 */
export function standardize(
  model: tf.LayersModel,
  { xs, ys }: Pick<Batch, "xs" | "ys">,
): { x: tf.Tensor[]; y: tf.Tensor[]; made: tf.Tensor[] } {
  const [x, y] = innerModel(model).standardizeUserDataXY(xs, ys);
  const given = [xs, ys].flatMap(eachTensor);
  const made = [...x, ...y].filter((tensor) => !given.includes(tensor));
  return { x, y, made };
}

/** The functional model inside a sequential one, which is what trains. */
export function innerModel(model: tf.LayersModel): Steppable {
  const steppable = model as unknown as Steppable;
  return steppable.model ?? steppable;
}
