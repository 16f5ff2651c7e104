/**
 * Trap of tfjs 4.22: `tf.fused.conv2d()`, which every `tf.layers.conv2d`
 * without ReLU calls while it trains, refuses dilations in its gradient. The
 * gradient is part of the operation, so no other can be registered.
 *
 * Here dilations are left to `tf.conv2d()`.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";

/** What `tf.fused.conv2d()` takes; its type is not exported. */
type FusedArgs = Parameters<typeof tf.fused.conv2d>[0];

export function dilatedFusedConvolution(): void {
  const fused = tf.fused as { conv2d: typeof tf.fused.conv2d };
  fused.conv2d = unfuseDilated(fused.conv2d);
}

function unfuseDilated(
  shipped: typeof tf.fused.conv2d,
): typeof tf.fused.conv2d {
  return <T extends tf.Tensor3D | tf.Tensor4D>(args: FusedArgs): T => {
    const { x, filter, strides, pad, dataFormat, dilations, bias } = args;
    const plain = [dilations ?? 1].flat().every((dilation) => dilation === 1);
    if (plain || (args.activation ?? "linear") !== "linear") {
      return shipped<T>(args as Parameters<typeof shipped<T>>[0]);
    }
    return tf.tidy(() => {
      const y = tf.conv2d(
        x,
        filter,
        strides,
        pad,
        dataFormat,
        dilations,
        args.dimRoundingMode,
      );
      return (bias ? y.add(bias) : y) as T;
    });
  };
}
