/**
 * Trap of tfjs 4.22: `globalAveragePooling1d` averages over masked steps too.
 *
 * Here they don't count, as in Keras.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import { onlyTensor } from "../layers/register_layer.ts";
import { tfjsClass } from "./tfjs_class.ts";

export function averageOfMaskedSteps(): void {
  const { prototype } = tfjsClass("GlobalAveragePooling1D") as {
    prototype: tf.layers.Layer;
  };
  const { call } = prototype;
  prototype.call = function (inputs, args) {
    const mask = [args?.mask ?? []].flat()[0] as tf.Tensor | undefined;
    if (!mask) return call.call(this, inputs, args);
    return tf.tidy(() => {
      const counts = mask.cast("float32").expandDims(2);
      return onlyTensor(inputs).mul(counts).sum(1).div(counts.sum(1));
    });
  };
}
