/**
 * Trap of tfjs 4.22: `layerNormalization` writes the moments and the weights in
 * the size of its input before it normalizes, and without scale or center throws
 * in training, in the gradient of the operation that it uses.
 *
 * Here the usual one, over the last axis, has a few loops on WASM.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import { normalizeFeatures } from "../layers/normalize_features.ts";
import { onlyTensor } from "../layers/register_layer.ts";
import { tfjsClass } from "./tfjs_class.ts";

interface LayerNormalization extends tf.layers.Layer {
  readonly axis: number[];
  readonly epsilon: number;
  readonly gamma: tf.LayerVariable | null;
  readonly beta: tf.LayerVariable | null;
}

export function layerNormalization(): void {
  const { prototype } = tfjsClass("LayerNormalization") as {
    prototype: LayerNormalization;
  };
  prototype.call = function (this: LayerNormalization, inputs) {
    return tf.tidy(() => normalize(this, onlyTensor(inputs)));
  };
}

function normalize(
  { axis, epsilon, gamma, beta }: LayerNormalization,
  x: tf.Tensor,
): tf.Tensor {
  if (axis.length === 1 && axis[0] === x.rank - 1) {
    const features = [x.shape[axis[0]]];
    return normalizeFeatures(
      x,
      gamma?.read() ?? tf.ones(features),
      beta?.read() ?? tf.zeros(features),
      epsilon,
    );
  }
  const { mean, variance } = tf.moments(x, axis, true);
  const shape = x.shape.map((size, i) => axis.includes(i) ? size : 1);
  const normal = x.sub(mean).mul(variance.add(epsilon).rsqrt());
  const scaled = gamma ? normal.mul(gamma.read().reshape(shape)) : normal;
  return beta ? scaled.add(beta.read().reshape(shape)) : scaled;
}
