/**
 * Trap of tfjs 4.22: `conv1d` takes the padding `causal` and throws when it is
 * called; the layer after it is made for fewer steps than come.
 *
 * Here the steps before the first are 0, so that a step sees itself and those
 * before, as in Keras.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import { onlyTensor } from "../layers/register_layer.ts";
import { during } from "../random/during.ts";
import { tfjsClass } from "./tfjs_class.ts";

interface Conv1D extends tf.layers.Layer {
  padding: string;
  readonly kernelSize: number[];
  readonly dilationRate: number | number[];
  readonly dataFormat: string;
}

export function causalConv1d(): void {
  const { prototype } = tfjsClass("Conv1D") as { prototype: Conv1D };
  const { call, computeOutputShape } = prototype;
  prototype.computeOutputShape = function (this: Conv1D, shape) {
    if (this.padding !== "causal") return computeOutputShape.call(this, shape);
    this.padding = "same";
    return during(
      () => this.padding = "causal",
      () => computeOutputShape.call(this, shape),
    );
  };
  prototype.call = function (this: Conv1D, inputs, args) {
    if (this.padding !== "causal") return call.call(this, inputs, args);
    return tf.tidy(() => {
      const [dilation] = [this.dilationRate].flat();
      const before = (this.kernelSize[0] - 1) * dilation;
      const steps = this.dataFormat === "channelsFirst" ? 2 : 1;
      const pads = [0, 1, 2].map((axis): [number, number] =>
        axis === steps ? [before, 0] : [0, 0]
      );
      const padded = tf.pad(onlyTensor(inputs), pads);
      this.padding = "valid";
      return during(
        () => this.padding = "causal",
        () => call.call(this, padded, args),
      );
    });
  };
}
