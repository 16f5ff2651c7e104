/**
 * Trap of tfjs 4.22: a softmax along an axis that is not the last one throws,
 * and the layer's own axis is 1 where none is given, which throws for inputs
 * of more than two axes.
 *
 * Here any axis will do, and without one it is the last, as in Keras.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import { onlyTensor } from "../layers/register_layer.ts";
import { tfjsClass } from "./tfjs_class.ts";

type Activation = (x: tf.Tensor, axis?: number) => tf.Tensor;

export function softmaxAxis(): void {
  for (const name of ["softmax", "logSoftmax"] as const) {
    const { prototype } = tfjsClass(name) as {
      prototype: { apply: Activation };
    };
    prototype.apply = (x, axis = -1) => alongLast(tf[name], x, axis);
  }
  const layers = tf.layers as unknown as {
    softmax(args?: { axis?: number | number[] | null }): tf.layers.Layer;
  };
  const { softmax } = layers;
  // The layer subtracts a mask from its input, so only a mask of the input's
  // shape will do.
  const { prototype } = tfjsClass("Softmax") as { prototype: tf.layers.Layer };
  const { call } = prototype;
  prototype.call = function (inputs, args) {
    const mask = [args?.mask ?? []].flat()[0] as tf.Tensor | undefined;
    const fits = mask?.rank === onlyTensor(inputs).rank;
    return call.call(this, inputs, fits ? args : { ...args, mask: undefined });
  };
  layers.softmax = (args) => softmax({ ...args, axis: args?.axis ?? -1 });
}

function alongLast(
  softmax: (x: tf.Tensor) => tf.Tensor,
  x: tf.Tensor,
  axis: number,
): tf.Tensor {
  const given = axis < 0 ? axis + x.rank : axis;
  if (given === x.rank - 1) return softmax(x);
  if (!(Number.isInteger(given) && given >= 0 && given < x.rank)) {
    throw new RangeError(
      `Softmax along axis ${axis} of a tensor of shape [${x.shape}]`,
    );
  }
  return tf.tidy(() => {
    const order = x.shape.map((_, i) => i);
    [order[given], order[x.rank - 1]] = [x.rank - 1, given];
    return softmax(x.transpose(order)).transpose(order);
  });
}
