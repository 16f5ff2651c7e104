/**
 * Trap of tfjs 4.22: `depthwiseConv2d` takes a `dilationRate` and does not
 * heed it.
 *
 * Here it is heeded, as in Keras; in training by sums over the filter's places,
 * as the dilated convolution has no gradient.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import { type CallArgs, onlyTensor } from "../layers/register_layer.ts";
import { tfjsClass } from "./tfjs_class.ts";

interface DepthwiseConv2D extends tf.layers.Layer {
  readonly kernelSize: number[];
  readonly strides: [number, number];
  readonly dilationRate: [number, number];
  readonly padding: "valid" | "same";
  readonly dataFormat: string;
  readonly depthwiseKernel: tf.LayerVariable;
  readonly bias: tf.LayerVariable | null;
  readonly activation: { apply(x: tf.Tensor): tf.Tensor } | null;
}

const isDilated = ({ dilationRate }: DepthwiseConv2D) =>
  dilationRate.some((rate) => rate !== 1);

export function depthwiseDilationIgnored(): void {
  const { prototype } = tfjsClass("DepthwiseConv2D") as {
    prototype: DepthwiseConv2D;
  };
  const { call, computeOutputShape } = prototype;
  prototype.computeOutputShape = function (this: DepthwiseConv2D, shape) {
    const found = computeOutputShape.call(this, shape) as tf.Shape;
    if (!isDilated(this) || this.padding === "same") return found;
    const first = this.dataFormat === "channelsFirst" ? 2 : 1;
    return found.map((size, axis) => {
      const i = axis - first;
      if (i < 0 || i > 1 || size === null) return size;
      // Such a layer has no strides.
      return size - (this.kernelSize[i] - 1) * (this.dilationRate[i] - 1);
    });
  };
  prototype.call = function (this: DepthwiseConv2D, inputs, args) {
    if (!isDilated(this)) return call.call(this, inputs, args);
    return tf.tidy(() => {
      const isFirst = this.dataFormat === "channelsFirst";
      const given = onlyTensor(inputs) as tf.Tensor4D;
      const x = isFirst ? given.transpose<tf.Tensor4D>([0, 2, 3, 1]) : given;
      const kernel = this.depthwiseKernel.read() as tf.Tensor4D;
      const { strides, padding, dilationRate } = this;
      const filtered = (args as CallArgs)?.training
        ? byPlaces(x, kernel, padding, dilationRate)
        : tf.depthwiseConv2d(
          x,
          kernel,
          strides,
          padding,
          "NHWC",
          dilationRate,
        );
      const biased = this.bias ? filtered.add(this.bias.read()) : filtered;
      const active = this.activation?.apply(biased) ?? biased;
      return isFirst ? active.transpose([0, 3, 1, 2]) : active;
    });
  };
}

/** The same as `depthwiseConv2d` without strides, from what has gradients. */
function byPlaces(
  images: tf.Tensor4D,
  kernel: tf.Tensor4D,
  padding: "valid" | "same",
  dilations: [number, number],
): tf.Tensor {
  const [height, width, channels, times] = kernel.shape;
  const reach = [height, width].map((size, i) => (size - 1) * dilations[i]);
  const pads = reach.map((size): [number, number] =>
    padding === "same" ? [size >> 1, size - (size >> 1)] : [0, 0]
  );
  const padded = images.pad([[0, 0], ...pads, [0, 0]]);
  const [batch, rows, columns] = padded.shape;
  const all = channels * times;
  const repeated = padded.expandDims(4).tile([1, 1, 1, 1, times])
    .reshape([batch, rows, columns, all]);
  const size = [batch, rows - reach[0], columns - reach[1], all];
  const products: tf.Tensor[] = [];
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      const start = [0, row * dilations[0], column * dilations[1], 0];
      const weights = kernel.slice([row, column], [1, 1]).reshape([all]);
      products.push(repeated.slice(start, size).mul(weights));
    }
  }
  return products.reduce((sum, product) => sum.add(product));
}
