/**
 * Keras's SeparableConv1D.
 *
 * @module
 */

import type * as tf from "@tensorflow/tfjs";
import { className, registerLayer } from "../register_layer.ts";
import {
  BuiltInSeparableConv2D,
  type Convolution,
  shapeAfter,
  withBias,
} from "./built_in_convolutions.ts";
import { depthwise } from "./depthwise.ts";

/** The class of `SeparableConv2D` before it says how many dimensions. */
const Separable = Object.getPrototypeOf(BuiltInSeparableConv2D) as
  & Pick<typeof tf.layers.Layer, "fromConfig">
  & (new (rank: number, args: object) => Convolution);

/** Filters of its own for each channel, then products of all channels. */
export class SeparableConv1D extends Separable {
  static className: string = className("SeparableConv1D");

  constructor(args: { padding?: string }) {
    // TensorFlow.js takes no causal padding.
    const { padding, ...rest } = args;
    super(1, { ...rest, padding: padding === "causal" ? "valid" : padding });
    if (padding === "causal") this.padding = padding;
  }

  override computeOutputShape(inputShape: tf.Shape): tf.Shape {
    return shapeAfter(this, inputShape, this.filters);
  }

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    return withBias(this, inputs, (x) => {
      const each = depthwise(this, x);
      const [batch, steps, channels] = each.shape;
      const kernel = this.pointwiseKernel!.read().squeeze<tf.Tensor2D>([0]);
      return each.reshape<tf.Tensor2D>([batch * steps, channels])
        .matMul(kernel).reshape([batch, steps, this.filters]);
    });
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), depthMultiplier: this.depthMultiplier };
  }
}
registerLayer(SeparableConv1D);
