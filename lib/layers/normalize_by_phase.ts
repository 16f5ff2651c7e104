/**
 * What a BatchNormalization computes in each phase, as Keras has it: this
 * library's layer and, mended, tfjs's own.
 *
 * tfjs's own, when frozen, goes on using the statistics of the batch and moves
 * its averages; it crashes in training with scale or center false, at
 * prediction mixes up the channels unless they are the last axis, and predicts
 * nothing of rank 5.
 *
 * @see https://keras.io/guides/transfer_learning/, "Important notes about
 * BatchNormalization layer"
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import { alongAxis, normalizeBatch } from "./normalize_batch.ts";
import { normalizeByAverages } from "./normalize_by_averages.ts";
import { normalizeMasked } from "./normalize_masked.ts";
import { type CallArgs, onlyTensor, plainName } from "./register_layer.ts";

/** What is used of tfjs's own layer, whose class is not exported. */
export interface Normalizing extends tf.layers.Layer {
  readonly axis: number;
  readonly momentum: number;
  readonly epsilon: number;
  readonly gamma?: tf.LayerVariable;
  readonly beta?: tf.LayerVariable;
  readonly movingMean: tf.LayerVariable;
  readonly movingVariance: tf.LayerVariable;
}

type Call = tf.layers.Layer["call"];

/** Marks a layer that is to go on as tfjs has it while frozen. */
const AS_TFJS = Symbol.for("thaw.normalizesAsTfjs");

/** Whether a layer is a BatchNormalization, this library's or tfjs's. */
export function isBatchNormalization(layer: tf.layers.Layer): boolean {
  return plainName(layer.getClassName()) === "BatchNormalization";
}

/** Whether a frozen BatchNormalization uses and moves the batch's statistics. */
export function normalizesAsTfjs(layer: tf.layers.Layer): boolean {
  return AS_TFJS in layer;
}

/** Sets what {@linkcode normalizesAsTfjs} tells. */
export function setNormalizesAsTfjs(layer: tf.layers.Layer, on: boolean): void {
  const marked = layer as { [AS_TFJS]?: true };
  if (on) marked[AS_TFJS] = true;
  else delete marked[AS_TFJS];
}

/**
 * Normalizes by the batch in training, by the moving averages otherwise and
 * always once the layer is frozen.
 *
 * @param shipped tfjs's own call, one operation at prediction where it serves.
 */
export function normalizeByPhase(
  layer: Normalizing,
  shipped: Call,
  inputs: tf.Tensor | tf.Tensor[],
  args: CallArgs,
): tf.Tensor | tf.Tensor[] {
  return tf.tidy(() => {
    const given = onlyTensor(inputs);
    // On WASM, tf.batchNorm takes the bits of whole numbers for those of floats.
    const x = given.dtype === "float32" ? given : given.cast("float32");
    const axis = layer.axis < 0 ? layer.axis + x.rank : layer.axis;
    const active = layer.trainable || normalizesAsTfjs(layer);
    if (args?.training && active) {
      return train(layer, x, axis, [args.mask ?? []].flat()[0]);
    }
    // tf.batchNorm takes the channels to be last, fails without a scale or a
    // shift while gradients are recorded, and knows ranks 2 to 4.
    const isWhole = layer.gamma && layer.beta;
    if (axis === x.rank - 1 && isWhole && x.rank >= 2 && x.rank <= 4) {
      return shipped.call(layer, x, { ...args, training: false });
    }
    return infer(layer, x, axis);
  });
}

function train(
  layer: Normalizing,
  x: tf.Tensor,
  axis: number,
  mask?: tf.Tensor,
): tf.Tensor {
  const { gamma, beta, movingMean, movingVariance } = layer;
  const channels = {
    gamma: gamma?.read() ?? tf.ones([x.shape[axis]]),
    beta: beta?.read() ?? tf.zeros([x.shape[axis]]),
    movingMean: movingMean.read(),
    movingVariance: movingVariance.read(),
  };
  const { momentum, epsilon } = layer;
  const options = { axis, momentum, epsilon };
  const move = (mean: tf.Tensor, variance: tf.Tensor) => {
    movingMean.write(mean);
    movingVariance.write(variance);
  };
  return mask
    ? normalizeMasked(x, mask, channels, options, move)
    : normalizeBatch(x, channels, options, move);
}

function infer(layer: Normalizing, x: tf.Tensor, axis: number): tf.Tensor {
  const along = alongAxis(x.shape, axis);
  return normalizeByAverages(x, {
    mean: along(layer.movingMean.read()),
    variance: along(layer.movingVariance.read()),
    gamma: layer.gamma && along(layer.gamma.read()),
    beta: layer.beta && along(layer.beta.read()),
  }, layer.epsilon);
}
