/**
 * Trap of tfjs 4.22: where several values are the largest, or the smallest, the
 * gradient of `max` and `min` goes to each of them as a whole, so that padded
 * steps, which are all alike, move a weight once for each of them.
 *
 * Here they share it, as in Keras.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import { replaceGradient } from "./replace_gradient.ts";

export function extremeGradientAtTies(): void {
  for (const kernel of ["Max", "Min"]) replaceGradient(kernel, () => shared);
}

const shared: tf.GradFunc = (dy, [x, y], attributes) => {
  const axes = tf.util.parseAxisParam(
    (attributes.reductionIndices ?? attributes.axis) as number[],
    x.shape,
  );
  const beside = x.shape.map((size, axis) => axes.includes(axis) ? 1 : size);
  return {
    x: () => {
      const chosen = tf.equal(x, y.reshape(beside)).cast("float32");
      const share = (dy as tf.Tensor).reshape(beside)
        .div(chosen.sum(axes, true));
      return chosen.mul(share);
    },
  };
};
