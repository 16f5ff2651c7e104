/**
 * Trap of tfjs 4.22: the gradient of a dilated convolution throws, as its
 * kernels ignore dilations.
 *
 * Our kernels for WASM take them (`lib/backend/kernels`), so there it serves;
 * on other backends it still throws.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import { replaceGradient } from "./replace_gradient.ts";

/** Kernels of the two gradients of a convolution, by its own. */
const KERNELS = {
  Conv2D: ["Conv2DBackpropInput", "Conv2DBackpropFilter"],
  DepthwiseConv2dNative: [
    "DepthwiseConv2dNativeBackpropInput",
    "DepthwiseConv2dNativeBackpropFilter",
  ],
} as const;

export function dilatedConvolutionGradient(): void {
  for (const name of ["Conv2D", "DepthwiseConv2dNative"] as const) {
    replaceGradient(name, (shipped) => dilatedGradient(shipped, name));
  }
}

/** @param shipped The gradient that serves without dilations. */
function dilatedGradient(
  shipped: tf.GradFunc,
  name: keyof typeof KERNELS,
): tf.GradFunc {
  const [inputKernel, filterKernel] = KERNELS[name];
  return (dy, saved, attributes) => {
    const dilations = [attributes.dilations ?? 1].flat();
    const plain = dilations.every((dilation) => dilation === 1);
    if (plain || tf.getBackend() !== "wasm") {
      return shipped(dy, saved, attributes);
    }
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
