/**
 * Batch normalization by given statistics, with its gradient.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import { normalized } from "./normalize_batch.ts";

/** What a value's gradient gives for each input, computed where it is asked for. */
type Gradients<Inputs> = { [Name in keyof Inputs]: () => tf.Tensor };

/** What is used of the engine: `tf.customGrad()` computes all gradients. */
interface Engine {
  runKernelFunc<Inputs extends Record<string, tf.Tensor>>(given: {
    forwardFunc(
      backend: tf.KernelBackend,
      save: (tensors: tf.Tensor[]) => void,
    ): tf.Tensor;
    backwardsFunc(dy: tf.Tensor, saved: tf.Tensor[]): Gradients<Inputs>;
    inputs: Inputs;
  }): tf.Tensor;
}

/**
 * `(x - mean) * scale + shift`, on WASM in one loop. Of a frozen layer, the
 * gradient of `x` alone is computed.
 *
 * @param x Any shape; all else has size 1 on all axes but one.
 */
export function normalizeByAverages(
  x: tf.Tensor,
  mean: tf.Tensor,
  scale: tf.Tensor,
  shift: tf.Tensor,
): tf.Tensor {
  const axes = mean.shape.flatMap((size, axis) =>
    size === x.shape[axis] ? [] : [axis]
  );
  const sum = (it: tf.Tensor) => it.sum(axes, true);
  return (tf.engine() as unknown as Engine).runKernelFunc({
    forwardFunc(_, save) {
      save([x, mean, scale]);
      return normalized(x, mean, scale, shift);
    },
    backwardsFunc: (dy, [x, mean, scale]) => ({
      x: () => dy.mul(scale),
      mean: () => sum(dy.mul(scale)).neg(),
      scale: () => sum(dy.mul(x.sub(mean))),
      shift: () => sum(dy),
    }),
    inputs: { x, mean, scale, shift },
  });
}
