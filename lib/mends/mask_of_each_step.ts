/**
 * Trap of tfjs 4.22: `timeDistributed` gives its layer the mask of all steps at
 * each of them, which fails or masks wrong ones where that layer heeds masks.
 *
 * Here the layer gets the mask of its own step, as in Keras; a mask of whole
 * steps that have axes of their own is not the layer's affair.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import { onlyTensor } from "../layers/register_layer.ts";
import { tfjsClass } from "./tfjs_class.ts";

interface TimeDistributed extends tf.layers.Layer {
  readonly layer: tf.layers.Layer;
}

export function maskOfEachStep(): void {
  const { prototype } = tfjsClass("TimeDistributed") as {
    prototype: TimeDistributed;
  };
  const { call } = prototype;
  prototype.call = function (this: TimeDistributed, inputs, args) {
    const mask = [args?.mask ?? []].flat()[0] as tf.Tensor | undefined;
    if (!mask) return call.call(this, inputs, args);
    const rest = { ...args };
    delete rest.mask;
    const x = onlyTensor(inputs);
    const isOfWholeSteps = mask.rank < 3 && x.rank > 3;
    if (isOfWholeSteps) return call.call(this, inputs, rest);
    return tf.tidy(() => {
      const masks = tf.unstack(mask, 1);
      const outputs = tf.unstack(x, 1).map((step, i) =>
        onlyTensor(this.layer.call(step, { ...rest, mask: masks[i] }))
      );
      return tf.stack(outputs, 1);
    });
  };
}
