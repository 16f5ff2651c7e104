/**
 * Gradients of TensorFlow.js that are wrong, slow, or refuse what the kernels
 * can do.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import { averagePoolGradient } from "./average_pool_gradient.ts";
import { dilatedGradient } from "./dilated_gradient.ts";
import { unfuseDilated } from "./unfused_convolution.ts";

/** Marks a gradient as ours, across copies of this module. */
const OURS = Symbol.for("thaw.gradient");

/**
 * Registers the gradients, for all backends. Calling it again changes nothing.
 */
export function registerGradients(): void {
  replace("AvgPool", averagePoolGradient);
  replace("Tile", () => tileGradient);
  replace("Conv2D", (shipped) => dilatedGradient(shipped, "Conv2D"));
  replace(
    "DepthwiseConv2dNative",
    (shipped) => dilatedGradient(shipped, "DepthwiseConv2dNative"),
  );
  const fused = tf.fused as { conv2d: typeof tf.fused.conv2d };
  if (!(OURS in fused.conv2d)) {
    fused.conv2d = Object.assign(unfuseDilated(fused.conv2d), { [OURS]: true });
  }
}

function replace(
  kernelName: string,
  make: (shipped: tf.GradFunc) => tf.GradFunc,
): void {
  const shipped = tf.getGradient(kernelName);
  if (OURS in shipped) return;
  tf.unregisterGradient(kernelName);
  const registration = {
    ...shipped,
    gradFunc: make(shipped.gradFunc),
    [OURS]: true,
  };
  tf.registerGradient(registration);
}

/**
 * The sum over the copies of each element.
 *
 * That of tfjs 4.22 takes and adds one slice for every copy: LayerNormalization
 * tiles its scale to each step of each sample, 32,000 slices for a batch of 64
 * by 500.
 */
const tileGradient: tf.GradFunc = (dy, saved, attributes) => {
  const [x] = saved;
  const { reps } = attributes as unknown as tf.TileAttrs;
  return {
    x: () => {
      let sum = dy as tf.Tensor;
      reps.forEach((copies, axis) => {
        if (copies === 1) return;
        const size = x.shape[axis];
        const before = sum.shape.slice(0, axis);
        const after = sum.shape.slice(axis + 1);
        const outer = tf.util.sizeFromShape(before);
        const inner = size * tf.util.sizeFromShape(after);
        sum = sum.reshape([outer, copies, inner]).sum(1)
          .reshape([...before, size, ...after]);
      });
      return sum;
    },
  };
};
