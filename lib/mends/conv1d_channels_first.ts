/**
 * Trap of tfjs 4.22: `conv1d` with `channelsFirst` gives its result with
 * channels last.
 *
 * Here they are first, as in Keras and as the layer says.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import { onlyTensor } from "../layers/register_layer.ts";
import { during } from "../random/during.ts";
import { tfjsClass } from "./tfjs_class.ts";

interface Conv1D extends tf.layers.Layer {
  dataFormat: string;
}

export function conv1dChannelsFirst(): void {
  const { prototype } = tfjsClass("Conv1D") as { prototype: Conv1D };
  const { call } = prototype;
  prototype.call = function (this: Conv1D, inputs, args) {
    if (this.dataFormat !== "channelsFirst") {
      return call.call(this, inputs, args);
    }
    return tf.tidy(() => {
      const last = onlyTensor(inputs).transpose([0, 2, 1]);
      this.dataFormat = "channelsLast";
      const result = during(
        () => this.dataFormat = "channelsFirst",
        () => call.call(this, last, args),
      );
      return onlyTensor(result).transpose([0, 2, 1]);
    });
  };
}
