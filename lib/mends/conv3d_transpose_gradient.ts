/**
 * Trap of tfjs 4.22: `conv3dTranspose` has no gradient, and so a model with it
 * can't train.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";

export function conv3dTransposeGradient(): void {
  const kernelName = "Conv3DBackpropInputV2";
  if (tf.getGradient(kernelName)) return;
  tf.registerGradient({
    kernelName,
    inputsToSave: ["dy", "filter"],
    gradFunc: (dOutput, saved, attributes) => {
      const [input, filter] = saved as [tf.Tensor5D, tf.Tensor5D];
      const { strides, pad } = attributes as unknown as {
        strides: [number, number, number];
        pad: "valid" | "same";
      };
      const output = dOutput as tf.Tensor5D;
      return {
        dy: () => tf.conv3d(output, filter, strides, pad),
        // The transposed operation takes the part of the gradient here.
        filter: () =>
          tf.engine().runKernel(
            "Conv3DBackpropFilterV2",
            { x: output, dy: input },
            { strides, pad, filterShape: filter.shape },
          ) as tf.Tensor,
      };
    },
  });
}
