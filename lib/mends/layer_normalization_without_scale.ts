/**
 * Trap of tfjs 4.22: `layerNormalization` without scale or center throws in
 * training, in the gradient of the operation that it uses.
 *
 * @see Ba, Kiros and Hinton, "Layer Normalization" (2016), eq. 3.
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import { onlyTensor } from "../layers/register_layer.ts";
import { tfjsClass } from "./tfjs_class.ts";

interface LayerNormalization extends tf.layers.Layer {
  readonly axis: number[];
  readonly epsilon: number;
  readonly gamma: tf.LayerVariable | null;
  readonly beta: tf.LayerVariable | null;
}

export function layerNormalizationWithoutScale(): void {
  const { prototype } = tfjsClass("LayerNormalization") as {
    prototype: LayerNormalization;
  };
  const { call } = prototype;
  prototype.call = function (this: LayerNormalization, inputs, args) {
    const { axis, epsilon, gamma, beta } = this;
    if (gamma && beta) return call.call(this, inputs, args);
    return tf.tidy(() => {
      const x = onlyTensor(inputs);
      const { mean, variance } = tf.moments(x, axis, true);
      const shape = x.shape.map((size, i) => axis.includes(i) ? size : 1);
      const normal = x.sub(mean).mul(variance.add(epsilon).rsqrt());
      const scaled = gamma ? normal.mul(gamma.read().reshape(shape)) : normal;
      return beta ? scaled.add(beta.read().reshape(shape)) : scaled;
    });
  };
}
