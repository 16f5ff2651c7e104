/**
 * TensorFlow.js's convolutions, whose classes are not exported, and what layers
 * of Keras that are derived from them share.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import type { DataFormat } from "../data_format.ts";
import { onlyTensor } from "../register_layer.ts";

type Initializer = ReturnType<typeof tf.initializers.zeros>;
type Regularizer = ReturnType<typeof tf.regularizers.l2>;
type Constraint = ReturnType<typeof tf.constraints.nonNeg>;

/** The fields of a convolution, which tfjs's types hide. */
export interface Convolution extends tf.layers.Layer {
  kernelSize: number[];
  strides: number[];
  padding: "valid" | "same" | "causal";
  dilationRate: number | number[];
  dataFormat: DataFormat;
  filters: number;
  depthMultiplier: number;
  useBias: boolean;
  bias: tf.LayerVariable | null;
  kernel: tf.LayerVariable | null;
  depthwiseKernel: tf.LayerVariable | null;
  pointwiseKernel: tf.LayerVariable | null;
  activation: { apply(x: tf.Tensor): tf.Tensor } | null;
}

type Class =
  & Pick<typeof tf.layers.Layer, "fromConfig">
  & (new (args: object) => Convolution);

/** Without a name they would take numbers from the layers of models. */
const NAMED = { name: "built_in", filters: 1, kernelSize: 1 };

const classOf = (layer: tf.layers.Layer) => layer.constructor as Class;

export const BuiltInConv1D: Class = classOf(tf.layers.conv1d(NAMED));
export const BuiltInConv2D: Class = classOf(tf.layers.conv2d(NAMED));
export const BuiltInDepthwiseConv2D: Class = classOf(
  tf.layers.depthwiseConv2d(NAMED),
);
export const BuiltInSeparableConv2D: Class = classOf(
  tf.layers.separableConv2d(NAMED),
);

/** How many channels a layer's input has. */
export function channelsOf(layer: Convolution, shape: tf.Shape): number {
  const isFirst = layer.dataFormat === "channelsFirst";
  const channels = isFirst ? shape[1] : shape.at(-1);
  if (typeof channels === "number") return channels;
  throw new RangeError(
    `The input of ${layer.name} needs a known number of channels, got [${shape}]`,
  );
}

/** Adds a weight with what the layer has for `part`, `kernel` or `bias`. */
export function addPart(
  layer: Convolution,
  part: "kernel" | "bias" | "depthwise" | "pointwise",
  shape: number[],
): tf.LayerVariable {
  const fields = layer as unknown as Record<string, unknown>;
  const [initializer, regularizer, constraint] = [
    "Initializer",
    "Regularizer",
    "Constraint",
  ].map((kind) => fields[part + kind]) as [
    Initializer,
    Regularizer,
    Constraint,
  ];
  // Protected, but each caller is a layer that builds itself.
  const adder = layer as unknown as {
    addWeight(...args: unknown[]): tf.LayerVariable;
  };
  const name = part.endsWith("wise") ? `${part}_kernel` : part;
  return adder.addWeight(
    name,
    shape,
    "float32",
    initializer,
    regularizer,
    true,
    constraint,
  );
}

/** The shape after a convolution along one axis, of so many channels. */
export function shapeAfter(
  { dataFormat, kernelSize, strides, dilationRate, padding }: Convolution,
  inputShape: tf.Shape,
  channels: number,
): tf.Shape {
  const isFirst = dataFormat === "channelsFirst";
  const [batch] = inputShape;
  const size = inputShape[isFirst ? 2 : 1];
  const [dilation] = [dilationRate].flat();
  const covered = padding === "valid" ? (kernelSize[0] - 1) * dilation : 0;
  const steps = size === null ? null : Math.ceil((size - covered) / strides[0]);
  return isFirst ? [batch, channels, steps] : [batch, steps, channels];
}

/**
 * What a layer computes of its input, with bias and activation.
 *
 * @param compute Gets the input and gives the output with channels last.
 */
export function withBias(
  layer: Convolution,
  inputs: tf.Tensor | tf.Tensor[],
  compute: (x: tf.Tensor) => tf.Tensor,
): tf.Tensor {
  return tf.tidy(() => {
    const given = onlyTensor(inputs);
    const isFirst = layer.dataFormat === "channelsFirst";
    const axes = [...given.shape.keys()];
    const x = isFirst ? given.transpose([0, ...axes.slice(2), 1]) : given;
    const product = compute(x);
    const biased = layer.bias ? product.add(layer.bias.read()) : product;
    const active = layer.activation?.apply(biased) ?? biased;
    const back = [0, axes.length - 1, ...axes.slice(1, -1)];
    return isFirst ? active.transpose(back) : active;
  });
}

/** Zeros before the first step, so that a causal kernel sees none later. */
export function padCausal(
  layer: Convolution,
  x: tf.Tensor,
): [x: tf.Tensor, padding: "valid" | "same"] {
  if (layer.padding !== "causal") return [x, layer.padding];
  const [dilation] = [layer.dilationRate].flat();
  const before = (layer.kernelSize[0] - 1) * dilation;
  return [x.pad([[0, 0], [before, 0], [0, 0]]), "valid"];
}
