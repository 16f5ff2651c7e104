import * as tf from "@tensorflow/tfjs";
import type { Mask } from "./call_layer.ts";

/**
 * The mean of a loss or metric over what counts, as Keras 3 takes it: masked
 * steps are left out of the sum and of the count, weights of samples only
 * change the sum.
 *
 * @param values Any shape; a scalar is its own mean.
 * @param mask Not 0 where a value counts; left out where it does not fit.
 * @param weights One for each sample.
 * @see keras/src/losses/loss.py, apply_mask
 */
export function maskedMean(
  values: tf.Tensor,
  mask: Mask,
  weights?: tf.Tensor,
): tf.Scalar {
  return tf.tidy(() => {
    const weighted = weights ? values.mul(fitTo(weights, values)) : values;
    const counts = countingValues(values, mask);
    if (!counts) return weighted.mean() as tf.Scalar;
    const valid = counts.sum();
    const sum = weighted.mul(counts).sum();
    // Nothing counts: 0, as Keras has it.
    return sum.div(tf.maximum(valid, 1)) as tf.Scalar;
  });
}

/**
 * 1 where a value counts and 0 where a mask leaves it out, of the shape of the
 * values; undefined where all count.
 */
export function countingValues(
  values: tf.Tensor,
  mask: Mask,
): tf.Tensor | undefined {
  return mask && fits(mask, values)
    ? fitTo(mask.cast("float32"), values).broadcastTo(values.shape)
    : undefined;
}

/** The same values with as many axes as another tensor. */
function fitTo(tensor: tf.Tensor, other: tf.Tensor): tf.Tensor {
  let shape = [...tensor.shape];
  while (shape.length > other.rank && shape.at(-1) === 1) {
    shape = shape.slice(0, -1);
  }
  while (shape.length < other.rank) shape.push(1);
  return tensor.reshape(shape);
}

/** Whether a mask is of the leading axes of some values, one to one. */
function fits(mask: tf.Tensor, values: tf.Tensor): boolean {
  const sizes = mask.rank > values.rank && mask.shape.at(-1) === 1
    ? mask.shape.slice(0, -1)
    : mask.shape;
  return sizes.length > 0 && sizes.length <= values.rank &&
    sizes.every((size, axis) => size === values.shape[axis]);
}
