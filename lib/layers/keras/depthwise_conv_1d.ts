/**
 * Keras's DepthwiseConv1D.
 *
 * @module
 */

import type * as tf from "@tensorflow/tfjs";
import { className, registerLayer } from "../register_layer.ts";
import {
  addPart,
  BuiltInDepthwiseConv2D,
  channelsOf,
  shapeAfter,
  withBias,
} from "./built_in_convolutions.ts";
import { depthwise } from "./depthwise.ts";

/** Filters of its own for each channel of a sequence. */
export class DepthwiseConv1D extends BuiltInDepthwiseConv2D {
  static className: string = className("DepthwiseConv1D");

  /** What one number stands for both axes of is a list of one in Keras. */
  constructor(
    args: Record<"kernelSize" | "strides" | "dilationRate", unknown>,
  ) {
    const { kernelSize, strides, dilationRate } = args;
    const [size, stride = 1, dilation = 1] = [kernelSize, strides, dilationRate]
      .map((value) => [value].flat()[0]);
    super({
      ...args,
      kernelSize: size,
      strides: stride,
      dilationRate: dilation,
    });
  }

  override build(inputShape: tf.Shape): void {
    const channels = channelsOf(this, inputShape);
    const { kernelSize: [size], depthMultiplier } = this;
    const shape = [size, channels, depthMultiplier];
    this.depthwiseKernel = addPart(this, "depthwise", shape);
    this.bias = this.useBias
      ? addPart(this, "bias", [channels * depthMultiplier])
      : null;
    this.built = true;
  }

  override computeOutputShape(inputShape: tf.Shape): tf.Shape {
    const channels = channelsOf(this, inputShape) * this.depthMultiplier;
    return shapeAfter(this, inputShape, channels);
  }

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    return withBias(this, inputs, (x) => depthwise(this, x));
  }

  override getConfig(): tf.serialization.ConfigDict {
    return {
      ...super.getConfig(),
      kernelSize: this.kernelSize.slice(0, 1),
      strides: this.strides.slice(0, 1),
      dilationRate: [this.dilationRate].flat().slice(0, 1),
    };
  }
}
registerLayer(DepthwiseConv1D);
