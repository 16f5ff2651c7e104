/**
 * Trap of tfjs 4.22: on the cpu backend the gradient of
 * `image.resizeNearestNeighbor`, and so of `upSampling2d`, reads the first
 * sample's gradient at wrong places for all samples after the first.
 *
 * Here the samples are channels of one image while it is computed.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import { replaceGradient } from "./replace_gradient.ts";

export function nearestResizeGradient(): void {
  replaceGradient("ResizeNearestNeighbor", (shipped) => (dy, saved, attrs) => {
    const [images] = saved as tf.Tensor4D[];
    const [samples, height, width, channels] = images.shape;
    if (tf.getBackend() !== "cpu" || samples === 1) {
      return shipped(dy, saved, attrs);
    }
    return {
      images: () => {
        const all = asChannels(dy as tf.Tensor4D);
        const { images: gradient } = shipped(all, [asChannels(images)], attrs);
        return gradient().reshape([height, width, samples, channels])
          .transpose([2, 0, 1, 3]);
      },
    };
  });
}

/** Samples side by side in the last axis of one image. */
function asChannels(images: tf.Tensor4D): tf.Tensor4D {
  const [samples, height, width, channels] = images.shape;
  return images.transpose([1, 2, 0, 3])
    .reshape([1, height, width, samples * channels]);
}
