/**
 * Trap of tfjs 4.22: `concatenate({ axis: -2 })` takes any axis below 0 for the
 * last one.
 *
 * Here it counts from the end, as in Keras.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import { tfjsClass } from "./tfjs_class.ts";

interface Concatenate {
  readonly axis: number;
  mergeFunction(inputs: tf.Tensor[]): tf.Tensor;
}

export function concatenatedAxis(): void {
  const { prototype } = tfjsClass("Concatenate") as { prototype: Concatenate };
  prototype.mergeFunction = function (inputs) {
    return tf.concat(inputs, this.axis);
  };
}
