/**
 * Convolutions whose channels are cut into groups, as in ResNeXt: each filter
 * sees one group.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import {
  addPart,
  channelsOf,
  type Convolution,
  padCausal,
  withBias,
} from "./built_in_convolutions.ts";

interface Grouped extends Convolution {
  readonly groups: number;
}

/** @throws {RangeError} If the channels can't be cut into the groups. */
export function buildGrouped(layer: Grouped, shape: tf.Shape): void {
  const channels = channelsOf(layer, shape);
  const { groups, filters, kernelSize } = layer;
  for (const [what, count] of Object.entries({ channels, filters })) {
    if (Number.isInteger(groups) && groups > 0 && count % groups === 0) {
      continue;
    }
    throw new RangeError(
      `${layer.name} has ${count} ${what}, which ${groups} groups don't divide`,
    );
  }
  const kernel = [...kernelSize, channels / groups, filters];
  layer.kernel = addPart(layer, "kernel", kernel);
  layer.bias = layer.useBias ? addPart(layer, "bias", [filters]) : null;
  layer.built = true;
}

/** The convolution of one or two dimensions. */
export function callGrouped(
  layer: Grouped,
  inputs: tf.Tensor | tf.Tensor[],
): tf.Tensor {
  return withBias(layer, inputs, (x) => {
    const kernel = layer.kernel!.read();
    if (x.rank === 4) {
      return grouped(layer, x as tf.Tensor4D, kernel as tf.Tensor4D, {
        strides: layer.strides as [number, number],
        dilations: [layer.dilationRate].flat() as [number, number],
        padding: layer.padding as "valid" | "same",
      });
    }
    const [padded, padding] = padCausal(layer, x);
    const [dilation] = [layer.dilationRate].flat();
    const row = padded.expandDims<tf.Tensor4D>(1);
    return grouped(layer, row, kernel.expandDims<tf.Tensor4D>(0), {
      strides: [1, layer.strides[0]],
      dilations: [1, dilation],
      padding,
    }).squeeze([1]);
  });
}

interface Steps {
  strides: [number, number];
  dilations: [number, number];
  padding: "valid" | "same";
}

function grouped(
  { groups }: Grouped,
  x: tf.Tensor4D,
  kernel: tf.Tensor4D,
  { strides, dilations, padding }: Steps,
): tf.Tensor {
  const [height, width, , filters] = kernel.shape;
  const isEven = strides[0] === strides[1];
  if (groups === x.shape[3] && isEven) {
    // A filter of one channel is one of a depthwise convolution.
    const each = kernel.reshape<tf.Tensor4D>([
      height,
      width,
      groups,
      filters / groups,
    ]);
    return tf.depthwiseConv2d(x, each, strides, padding, "NHWC", dilations);
  }
  const parts = tf.split(x, groups, 3) as tf.Tensor4D[];
  const kernels = tf.split(kernel, groups, 3) as tf.Tensor4D[];
  return tf.concat(
    parts.map((part, i) =>
      tf.conv2d(part, kernels[i], strides, padding, "NHWC", dilations)
    ),
    3,
  );
}
