/**
 * One step of training, and the losses of one batch, with weights for the
 * samples; tfjs's own `trainOnBatch` and `evaluate` know none.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";
// Installed here, as the steps that take weights for samples are a mend.
import "../mends/install_mends.ts";
import { type EpochPart, listeningToParts } from "../mends/epoch_parts.ts";
import {
  type DataFromCut,
  type Model,
  testFromCut,
  trainFromCut,
} from "../mends/masked_steps.ts";
import type { Cut } from "../mends/run_from_cut.ts";
import { type Batch, eachTensor } from "./batches.ts";
import { type BatchValue, batchValues, keepParts } from "./epoch_values.ts";
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
  getDedupedMetricsNames(): string[];
}

/** What the losses and metrics of a model are called, each once. */
export function metricLabels(model: tf.LayersModel): string[] {
  return innerModel(model).getDedupedMetricsNames();
}

/**
 * Trains on a batch; its tensors stay the caller's.
 *
 * @param cut Where the batch enters the model; at its inputs without one.
 * @returns Loss and metrics. The loss is weighted, metrics are not.
 */
export async function trainStep(
  model: tf.LayersModel,
  batch: Batch,
  cut?: Cut,
): Promise<BatchValue[]> {
  if (cut) {
    const data = dataFromCut(model, batch, cut);
    const step = heard(() => trainFromCut(compiled(model), cut, data));
    tf.dispose(data.weights);
    return await step;
  }
  const { x, y, made } = standardize(model, batch);
  const weights = weightsPerOutput(model, batch);
  const train = innerModel(model).makeTrainFunction();
  const step = heard(() => train([...x, ...y, ...weights]));
  tf.dispose([weights, made]);
  return await step;
}

/** Takes a step, with what it adds to its epoch. */
function heard(step: () => tf.Scalar[]): Promise<BatchValue[]> {
  let parts: EpochPart[] = [];
  const scalars = listeningToParts((made) => {
    keepParts(made);
    parts = made;
  }, step);
  return batchValues(scalars, parts);
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
 */
export function testStep(
  model: tf.LayersModel,
  batch: Batch,
  cut?: Cut,
): Promise<BatchValue[]> {
  const steppable = innerModel(model);
  return heard(() =>
    tf.tidy(() => {
      if (cut) {
        return testFromCut(
          compiled(model),
          cut,
          dataFromCut(model, batch, cut),
        );
      }
      const [x, y] = steppable.standardizeUserDataXY(batch.xs, batch.ys);
      steppable.makeTestFunction();
      const weights = weightsPerOutput(model, batch);
      return steppable.testFunction([...x, ...y, ...weights]);
    })
  );
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
