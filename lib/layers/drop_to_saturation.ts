import * as tf from "@tensorflow/tfjs";

/** What SELU tends to far below zero: `-scale * alpha`. */
const SATURATION = -1.0507009873554805 * 1.6732632423543772;

/**
 * Sets units to SELU's lowest value in place of 0, then maps all so that inputs
 * of mean 0 and variance 1 keep both.
 *
 * @param x The input.
 * @param mask 1 where a unit is kept, 0 where it is dropped; broadcasts to `x`.
 * @param rate Fraction that is dropped, in `[0, 1)`.
 * @see Klambauer et al., "Self-Normalizing Neural Networks", NeurIPS 2017,
 * section "New Dropout Technique".
 */
export function dropToSaturation(
  x: tf.Tensor,
  mask: tf.Tensor,
  rate: number,
): tf.Tensor {
  const a = 1 / Math.sqrt((1 - rate) * (1 + rate * SATURATION ** 2));
  const b = -a * SATURATION * rate;
  const dropped = tf.sub(1, mask).mul(SATURATION);
  return x.mul(mask).add(dropped).mul(a).add(b);
}
