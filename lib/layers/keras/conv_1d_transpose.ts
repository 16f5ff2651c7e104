/**
 * Keras's Conv1DTranspose.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import { className, registerLayer } from "../register_layer.ts";
import {
  addPart,
  BuiltInConv1D,
  channelsOf,
  withBias,
} from "./built_in_convolutions.ts";

/**
 * The gradient of a convolution along one axis: from few steps to many. The
 * kernel is `[size, filters, channels]`.
 */
export class Conv1DTranspose extends BuiltInConv1D {
  static className: string = className("Conv1DTranspose");

  /** @throws {RangeError} If it is dilated. */
  override build(inputShape: tf.Shape): void {
    if ([this.dilationRate].flat().some((rate) => rate !== 1)) {
      throw new RangeError(`${this.name} is dilated, which is not supported`);
    }
    const channels = channelsOf(this, inputShape);
    const { kernelSize: [size], filters } = this;
    this.kernel = addPart(this, "kernel", [size, filters, channels]);
    this.bias = this.useBias ? addPart(this, "bias", [filters]) : null;
    this.built = true;
  }

  #stepsAfter(steps: number): number {
    const { kernelSize: [size], strides: [stride], padding } = this;
    return padding === "same"
      ? steps * stride
      : steps * stride + Math.max(size - stride, 0);
  }

  override computeOutputShape(inputShape: tf.Shape): tf.Shape {
    const isFirst = this.dataFormat === "channelsFirst";
    const given = isFirst ? inputShape[2] : inputShape[1];
    const steps = given === null ? null : this.#stepsAfter(given);
    const [batch] = inputShape;
    return isFirst
      ? [batch, this.filters, steps]
      : [batch, steps, this.filters];
  }

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    return withBias(this, inputs, (x) => {
      const [batch, steps] = x.shape;
      const shape: [number, number, number, number] = [
        batch,
        1,
        this.#stepsAfter(steps),
        this.filters,
      ];
      return tf.conv2dTranspose(
        x.expandDims<tf.Tensor4D>(1),
        this.kernel!.read().expandDims<tf.Tensor4D>(0),
        shape,
        [1, this.strides[0]],
        this.padding as "valid" | "same",
      ).squeeze([1]);
    });
  }
}
registerLayer(Conv1DTranspose);
