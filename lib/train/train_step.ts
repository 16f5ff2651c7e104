/**
 * One step of training, and the losses of one batch, with weights for the
 * samples; tfjs's own `trainOnBatch` and `evaluate` know none.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";
// Its steps know weights for samples.
import "../mends/install_mends.ts";
import type { Batch } from "./batches.ts";
import { weightsPerOutput } from "./sample_weights.ts";

/** What tfjs' types hide of a model. */
interface Steppable {
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
 * @returns Loss and metrics, as numbers. The loss is weighted, metrics are not.
 */
export async function trainStep(
  model: tf.LayersModel,
  batch: Batch,
): Promise<number[]> {
  if (!batch.sampleWeight) {
    return [await model.trainOnBatch(batch.xs, batch.ys)].flat();
  }
  const steppable = inner(model);
  const [x, y] = steppable.standardizeUserDataXY(batch.xs, batch.ys);
  const weights = weightsPerOutput(model, batch);
  const scalars = steppable.makeTrainFunction()([...x, ...y, ...weights]);
  const values = await Promise.all(scalars.map((scalar) => scalar.data()));
  const given = [batch.xs, batch.ys].flatMap((tensors) =>
    tensors instanceof tf.Tensor ? [tensors] : Object.values(tensors)
  );
  const made = [...x, ...y].filter((tensor) => !given.includes(tensor));
  tf.dispose([scalars, weights, made]);
  return values.map(([value]) => value);
}

/**
 * Loss and metrics of a batch without training on it; the loss is weighted,
 * metrics are not.
 *
 * @returns Scalars for the caller to dispose of.
 */
export function batchLosses(model: tf.LayersModel, batch: Batch): tf.Tensor[] {
  const steppable = inner(model);
  return tf.tidy(() => {
    const [x, y] = steppable.standardizeUserDataXY(batch.xs, batch.ys);
    steppable.makeTestFunction();
    const weights = weightsPerOutput(model, batch);
    return steppable.testFunction([...x, ...y, ...weights]);
  });
}

function inner(model: tf.LayersModel): Steppable {
  const steppable = model as unknown as Steppable;
  return steppable.model ?? steppable;
}
