/**
 * Trap of tfjs 4.22: `separableConv2d` with channels first throws, or adds its
 * bias to the wrong axis where sizes happen to fit: it turns its input round,
 * but not the bias.
 *
 * Here all of it computes with channels last.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import { onlyTensor } from "../layers/register_layer.ts";
import { during } from "../random/during.ts";
import { tfjsClass } from "./tfjs_class.ts";

interface Separable extends tf.layers.Layer {
  dataFormat: "channelsFirst" | "channelsLast";
}

export function separableBiasOfChannels(): void {
  const { prototype } = tfjsClass("SeparableConv2D") as {
    prototype: Separable;
  };
  const { call } = prototype;
  prototype.call = function (this: Separable, inputs, args) {
    const { dataFormat } = this;
    if (dataFormat !== "channelsFirst") return call.call(this, inputs, args);
    return tf.tidy(() => {
      const last = onlyTensor(inputs).transpose([0, 2, 3, 1]);
      this.dataFormat = "channelsLast";
      const output = during(
        () => this.dataFormat = dataFormat,
        () => call.call(this, last, args) as tf.Tensor,
      );
      return output.transpose([0, 3, 1, 2]);
    });
  };
}
