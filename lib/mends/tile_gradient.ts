/**
 * Trap of tfjs 4.22: the gradient of `tile` takes and adds one slice for every
 * copy. LayerNormalization tiles its scale to each step of each sample: 32,000
 * slices for a batch of 64 by 500.
 *
 * Here it is one sum for each axis with copies.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import { replaceGradient } from "./replace_gradient.ts";

export function tileGradient(): void {
  replaceGradient("Tile", () => sumOfCopies);
}

const sumOfCopies: tf.GradFunc = (dy, saved, attributes) => {
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
