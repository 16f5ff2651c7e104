/**
 * The depthwise convolution of sequences.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import { type Convolution, padCausal } from "./built_in_convolutions.ts";

/**
 * Convolves each channel of `[batch, steps, channels]` by itself.
 *
 * TensorFlow.js wants equal strides along both axes, or no stride where it is
 * dilated; along the one row here any will do.
 */
export function depthwise(layer: Convolution, x: tf.Tensor): tf.Tensor {
  const [padded, padding] = padCausal(layer, x);
  const [dilation] = [layer.dilationRate].flat();
  const [stride] = layer.strides;
  return tf.depthwiseConv2d(
    padded.expandDims<tf.Tensor4D>(1),
    layer.depthwiseKernel!.read().expandDims<tf.Tensor4D>(0),
    [stride, stride],
    padding,
    "NHWC",
    [dilation, dilation],
  ).squeeze([1]);
}
