/**
 * Trap of tfjs 4.22: an ELU layer whose alpha is not 1 is refused.
 *
 * Here it computes `alpha * (exp(x) - 1)` below 0, as in Keras.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import { onlyTensor } from "../layers/register_layer.ts";
import { replaceFromConfig, tfjsClass } from "./tfjs_class.ts";

type Args = Record<string, unknown> & { alpha?: number | null };

interface Elu extends tf.layers.Layer {
  alpha: number;
}

export function eluAlpha(): void {
  const { prototype } = tfjsClass("ELU") as { prototype: Elu };
  const { call } = prototype;
  prototype.call = function (this: Elu, inputs, args) {
    if (this.alpha === 1) return call.call(this, inputs, args);
    return tf.tidy(() => {
      const x = onlyTensor(inputs);
      // elu() has the gradient 1 at 0, where min(x, 0) would share it between
      // its two arguments.
      return tf.where(x.greaterEqual(0), x, tf.elu(x).mul(this.alpha));
    });
  };
  const set = (layer: tf.layers.Layer, args?: Args) => {
    if (args?.alpha != null) (layer as Elu).alpha = args.alpha;
    return layer;
  };
  const without = (args?: Args) => args && { ...args, alpha: 1 };
  const layers = tf.layers as unknown as {
    elu(args?: Args): tf.layers.Layer;
  };
  const make = layers.elu;
  layers.elu = (args) => set(make(without(args)), args);
  replaceFromConfig(
    "ELU",
    (shipped) => (cls, config, ...rest) =>
      set(shipped(cls, without(config), ...rest), config),
  );
}
