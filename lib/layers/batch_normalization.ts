/**
 * BatchNormalization as Keras has it.
 *
 * tfjs' own, when frozen, goes on using the statistics of the batch and moves
 * its averages, crashes in training with scale or center false, and at
 * prediction mixes up the channels unless they are the last axis.
 *
 * @see https://keras.io/guides/transfer_learning/, "Important notes about
 * BatchNormalization layer"
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import { batchMoments, normalizeBatch } from "./normalize_batch.ts";
import {
  type CallArgs,
  className,
  defaultName,
  onlyTensor,
  registerLayer,
} from "./register_layer.ts";

/** Arguments of `tf.layers.batchNormalization`, which are those of Keras. */
export type BatchNormalizationArgs = NonNullable<
  Parameters<typeof tf.layers.batchNormalization>[0]
>;

/** What this layer uses of tfjs' own, whose class is not exported. */
interface BuiltIn extends tf.layers.Layer {
  readonly axis: number;
  readonly momentum: number;
  readonly epsilon: number;
  readonly gamma?: tf.LayerVariable;
  readonly beta?: tf.LayerVariable;
  readonly movingMean: tf.LayerVariable;
  readonly movingVariance: tf.LayerVariable;
}
const BuiltIn = tf.layers.batchNormalization().constructor as
  & Pick<typeof tf.layers.Layer, "fromConfig">
  & (new (args: BatchNormalizationArgs) => BuiltIn);

/**
 * Normalizes each channel by the batch's mean and variance while training, by
 * moving averages at prediction, and by moving averages always once it is
 * frozen: for this layer alone, `trainable = false` also means inference.
 *
 * The averages move by `1 - momentum` towards the batch's mean and its biased
 * variance at each training step.
 */
export class BatchNormalization extends BuiltIn {
  static className: string = className("BatchNormalization");

  constructor(args: BatchNormalizationArgs = {}) {
    super({ ...args, name: args.name ?? defaultName("BatchNormalization") });
  }

  override call(
    inputs: tf.Tensor | tf.Tensor[],
    args: CallArgs,
  ): tf.Tensor | tf.Tensor[] {
    return tf.tidy(() => {
      const x = onlyTensor(inputs);
      const axis = this.axis < 0 ? this.axis + x.rank : this.axis;
      if (args.training && this.trainable) return this.#train(x, axis);
      // In one operation, tf.batchNorm, which takes the channels to be last and
      // fails without a scale while gradients are recorded.
      if (axis === x.rank - 1 && this.gamma) {
        return super.call(inputs, { ...args, training: false });
      }
      return this.#infer(x, axis);
    });
  }

  #train(x: tf.Tensor, axis: number): tf.Tensor {
    const moments = batchMoments(x, axis);
    this.#move(this.movingMean, moments.mean);
    this.#move(this.movingVariance, moments.variance);
    const [gamma, beta] = this.#scaleAndShift(x, axis);
    return normalizeBatch(x, gamma, beta, moments, axis, this.epsilon);
  }

  #infer(x: tf.Tensor, axis: number): tf.Tensor {
    const [gamma, beta] = this.#scaleAndShift(x, axis);
    const mean = this.movingMean.read().reshape(gamma.shape);
    const variance = this.movingVariance.read().reshape(gamma.shape);
    const scale = variance.add(this.epsilon).rsqrt().mul(gamma);
    return x.sub(mean).mul(scale).add(beta);
  }

  /** The weights with an axis of size 1 for each of `x`'s but one. */
  #scaleAndShift(x: tf.Tensor, axis: number): [tf.Tensor, tf.Tensor] {
    const shape = x.shape.map((size, i) => i === axis ? size : 1);
    const weight = (variable: tf.LayerVariable | undefined, other: number) =>
      variable ? variable.read().reshape(shape) : tf.fill(shape, other);
    return [weight(this.gamma, 1), weight(this.beta, 0)];
  }

  #move(average: tf.LayerVariable, value: tf.Tensor): void {
    const before = average.read();
    const step = value.reshape(before.shape).sub(before).mul(1 - this.momentum);
    average.write(before.add(step));
  }
}
registerLayer(BatchNormalization);

/** Makes a {@linkcode BatchNormalization} layer. */
export function batchNormalization(
  args: BatchNormalizationArgs = {},
): BatchNormalization {
  return new BatchNormalization(args);
}
