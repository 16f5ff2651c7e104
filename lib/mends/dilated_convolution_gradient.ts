/**
 * Trap of tfjs 4.22: the gradient of a dilated convolution throws, as its
 * kernels ignore dilations.
 *
 * Our kernels of images for WASM take them (`lib/backend/kernels`). Elsewhere
 * the gradient is that of the filter spread out, with zeros where the dilated
 * one has gaps: the same convolution, of more products.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import { replaceGradient } from "./replace_gradient.ts";

/** Kernels on WASM of the two gradients of a convolution, by its own. */
const KERNELS: Record<string, [input: string, filter: string] | undefined> = {
  Conv2D: ["Conv2DBackpropInput", "Conv2DBackpropFilter"],
  DepthwiseConv2dNative: [
    "DepthwiseConv2dNativeBackpropInput",
    "DepthwiseConv2dNativeBackpropFilter",
  ],
  Conv3D: undefined,
};

export function dilatedConvolutionGradient(): void {
  for (const name of Object.keys(KERNELS)) {
    replaceGradient(name, (shipped) => dilatedGradient(shipped, name));
  }
}

/** @param shipped The gradient that serves without dilations. */
function dilatedGradient(shipped: tf.GradFunc, name: string): tf.GradFunc {
  return (dy, saved, attributes) => {
    const dilations = [attributes.dilations ?? 1].flat() as number[];
    if (dilations.every((dilation) => dilation === 1)) {
      return shipped(dy, saved, attributes);
    }
    const kernels = KERNELS[name];
    if (tf.getBackend() !== "wasm" || !kernels) {
      return ofSpreadFilter(shipped, dilations)(dy, saved, attributes);
    }
    const [inputKernel, filterKernel] = kernels;
    const [x, filter] = saved;
    const run = (
      kernel: string,
      inputs: tf.NamedTensorMap,
      shape: Record<string, number[]>,
    ) => tf.engine().runKernel(kernel, inputs, { ...attributes, ...shape });
    return {
      x: () =>
        run(inputKernel, { dy: dy as tf.Tensor, filter }, {
          inputShape: x.shape,
        }) as tf.Tensor,
      filter: () =>
        run(filterKernel, { x, dy: dy as tf.Tensor }, {
          filterShape: filter.shape,
        }) as tf.Tensor,
    };
  };
}

function ofSpreadFilter(
  shipped: tf.GradFunc,
  dilations: number[],
): tf.GradFunc {
  return (dy, [x, filter], attributes) => {
    const rank = filter.rank - 2;
    const steps = Array.from(
      { length: rank },
      (_, i) => dilations[i] ?? dilations[0],
    );
    const plain = { ...attributes, dilations: steps.map(() => 1) };
    const { x: ofInput, filter: ofFilter } = shipped(
      dy,
      [x, spread(filter, steps)],
      plain,
    );
    return {
      x: ofInput,
      filter: () => {
        const whole = ofFilter();
        const zeros = whole.shape.map(() => 0);
        return whole.stridedSlice(zeros, whole.shape, [...steps, 1, 1]);
      },
    };
  };
}

/** A filter with zeros between its values along its first axes. */
function spread(filter: tf.Tensor, steps: number[]): tf.Tensor {
  return steps.reduce((spread, step, axis) => {
    const { shape } = spread;
    const before = [...shape.slice(0, axis + 1), 1, ...shape.slice(axis + 1)];
    const pads = before.map((_, i): [number, number] => [
      0,
      i === axis + 1 ? step - 1 : 0,
    ]);
    const size = shape.with(axis, shape[axis] * step);
    const last = shape.with(axis, (shape[axis] - 1) * step + 1);
    return tf.pad(spread.reshape(before), pads).reshape(size)
      .slice(size.map(() => 0), last);
  }, filter);
}
