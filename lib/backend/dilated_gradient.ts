import * as tf from "@tensorflow/tfjs";

/** Kernels of the two gradients of a convolution, by its own. */
const KERNELS = {
  Conv2D: ["Conv2DBackpropInput", "Conv2DBackpropFilter"],
  DepthwiseConv2dNative: [
    "DepthwiseConv2dNativeBackpropInput",
    "DepthwiseConv2dNativeBackpropFilter",
  ],
} as const;

/**
 * The gradient of a convolution, also of a dilated one on WASM.
 *
 * TensorFlow.js refuses dilations, as its kernels ignore them. The kernels of
 * this folder take them; on other backends it still throws.
 *
 * @param shipped The gradient that serves without dilations.
 */
export function dilatedGradient(
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
