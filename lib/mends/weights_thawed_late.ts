/**
 * Trap of tfjs 4.22: `fit` trains the weights that were thawed when the model
 * was compiled. Thawing later has no effect, and freezing all of them throws.
 *
 * Here the step of `masked_steps.ts` asks for the thawed weights at each batch,
 * and this file takes the step of a model without any: it gives the loss, and
 * says once that nothing trains.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";

/** What is used of a compiled model. */
interface Compiled {
  readonly name: string;
  /** What trained when it was compiled. */
  readonly collectedTrainableWeights: unknown[] | null;
}

const warned = new WeakSet<object>();

/**
 * A step that moves no weight.
 *
 * @param loss Computes the total loss.
 * @param shown What `loss` adds the other values to.
 */
export function trainNothing(
  model: object,
  loss: () => tf.Scalar,
  shown: tf.Scalar[],
): tf.Scalar[] {
  if (!warned.has(model)) {
    warned.add(model);
    console.warn(warning(model as Compiled));
  }
  return [tf.tidy(loss), ...shown];
}

function warning({ name, collectedTrainableWeights }: Compiled): string {
  // A sequential model trains by a functional one within.
  const model = name.replace(/_model$/, "");
  const compiled = collectedTrainableWeights?.length ?? 0;
  if (compiled === 0) {
    return `Training ${model} changes nothing: all its weights are frozen`;
  }
  return `Training ${model} changes nothing: its ${compiled} weights are frozen since it was compiled. ` +
    `Where a model is trained by itself and lies frozen in another one, as in a GAN, ` +
    `set ${model}.trainable = true before its own trainOnBatch() and false before the other's; no need to compile again`;
}

export function weightsThawedLate(): void {
  const model = tf.LayersModel.prototype as unknown as {
    checkTrainableWeightsConsistency(): void;
  };
  // Its warning asks to compile again, which is no longer needed.
  model.checkTrainableWeightsConsistency = () => {};
}
