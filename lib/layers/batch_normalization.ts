/**
 * BatchNormalization as Keras has it (`normalize_by_phase.ts`).
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import { normalizeByPhase, type Normalizing } from "./normalize_by_phase.ts";
import {
  type CallArgs,
  className,
  defaultName,
  registerLayer,
} from "./register_layer.ts";
import { checkLayerArgs } from "./layer_args.ts";

/** Arguments of `tf.layers.batchNormalization`, which are those of Keras. */
export type BatchNormalizationArgs = NonNullable<
  Parameters<typeof tf.layers.batchNormalization>[0]
>;

/** tfjs's own layer, whose class is not exported. */
const BuiltIn = tf.layers.batchNormalization().constructor as
  & Pick<typeof tf.layers.Layer, "fromConfig">
  & (new (args: BatchNormalizationArgs) => Normalizing);

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
    return normalizeByPhase(this, super.call, inputs, args);
  }
}
registerLayer(BatchNormalization);

/** Makes a {@linkcode BatchNormalization} layer. */
export function batchNormalization(
  args: BatchNormalizationArgs = {},
): BatchNormalization {
  checkLayerArgs("batchNormalization", args, {
    axis: "number",
    betaConstraint: true,
    betaInitializer: true,
    betaRegularizer: true,
    center: "boolean",
    epsilon: "number",
    gammaConstraint: true,
    gammaInitializer: true,
    gammaRegularizer: true,
    momentum: "number",
    movingMeanInitializer: true,
    movingVarianceInitializer: true,
    scale: "boolean",
  });
  return new BatchNormalization(args);
}
