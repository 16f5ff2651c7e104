/**
 * Trap of tfjs 4.22: the gradients of `image.resizeBilinear` and
 * `image.resizeNearestNeighbor` take no notice of `halfPixelCenters`.
 *
 * Here they are products with the shares that the resizing itself gives to
 * each row and column.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import { replaceGradient } from "./replace_gradient.ts";

export function halfPixelGradients(): void {
  for (
    const [kernel, resize] of [
      ["ResizeBilinear", tf.image.resizeBilinear],
      ["ResizeNearestNeighbor", tf.image.resizeNearestNeighbor],
    ] as const
  ) {
    replaceGradient(kernel, (shipped) => (dy, saved, attributes) => {
      const { halfPixelCenters } = attributes as { halfPixelCenters?: boolean };
      if (!halfPixelCenters) return shipped(dy, saved, attributes);
      const [images] = saved as tf.Tensor4D[];
      const [samples, height, width, channels] = images.shape;
      const [, tall, wide] = (dy as tf.Tensor4D).shape;
      /** How much of each old row lies in each new one, `[to, from]`. */
      const shares = (from: number, to: number): tf.Tensor =>
        resize(
          tf.eye(from).reshape([1, from, 1, from]) as tf.Tensor4D,
          [to, 1],
          false,
          true,
        ).reshape([to, from]);
      return {
        images: () => {
          const rows = tf.matMul(
            shares(height, tall),
            (dy as tf.Tensor).reshape([samples, tall, wide * channels]),
            true,
          ).reshape([samples * height, wide, channels]);
          return tf.matMul(shares(width, wide), rows, true)
            .reshape([samples, height, width, channels]);
        },
      };
    });
  }
}
