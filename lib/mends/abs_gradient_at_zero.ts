/**
 * Trap of tfjs 4.22: the gradient of `abs` at 0 is -1, so that a model without
 * an error is moved by the mean absolute error.
 *
 * Here it is 0, as in Keras.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import { replaceGradient } from "./replace_gradient.ts";

export function absGradientAtZero(): void {
  replaceGradient("Abs", () => (dy, [x]) => ({
    x: () => tf.mul(dy as tf.Tensor, tf.sign(x.cast("float32"))),
  }));
}
