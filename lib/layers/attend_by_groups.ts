/**
 * Attention for some groups at a time, by TensorFlow.js' operations.
 *
 * @see Dao et al., "FlashAttention", NeurIPS 2022, appendix B.2 for the gradient.
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import { weigh, type WeightOptions } from "./attention_weights.ts";

type Three = [tf.Tensor3D, tf.Tensor3D, tf.Tensor3D];

/** `softmax(query key') value`, by groups. */
function forward(
  [query, key, value]: Three,
  size: number,
  options: WeightOptions,
): tf.Tensor {
  const parts: tf.Tensor[] = [];
  const groups = query.shape[0];
  for (let start = 0; start < groups; start += size) {
    parts.push(tf.tidy(() => {
      const [q, k, v] = slices([query, key, value], start, size);
      const { weights, mask } = weigh(q, k, { ...options, start, groups });
      return tf.matMul(mask ? weights.mul(mask) : weights, v);
    }));
  }
  return tf.concat(parts);
}

function slices<T extends tf.Tensor3D[]>(
  tensors: T,
  start: number,
  size: number,
): T {
  const count = Math.min(size, tensors[0].shape[0] - start);
  return tensors.map((tensor) => tensor.slice(start, count)) as T;
}

/**
 * The gradients of query, key and value, from these, from what was picked and
 * from its gradient, for `size` groups at a time.
 */
export function gradientsByGroups(
  [query, key, value, picked, dPicked]: tf.Tensor3D[],
  size: number,
  options: WeightOptions,
): Three {
  const parts: tf.Tensor[][] = [[], [], []];
  const groups = query.shape[0];
  for (let start = 0; start < groups; start += size) {
    const gradients = tf.tidy(() => {
      const [q, k, v, o, dO] = slices(
        [query, key, value, picked, dPicked],
        start,
        size,
      );
      const { weights, mask } = weigh(q, k, { ...options, start, groups });
      const dropped = mask ? weights.mul(mask) : weights;
      const dValue = tf.matMul(dropped, dO, true, false);
      const dDropped = tf.matMul(dO, v, false, true);
      const dWeights = mask ? dDropped.mul(mask) : dDropped;
      // The row sums of weights times dWeights, from two small tensors.
      const sums = o.mul(dO).sum(2, true);
      const dScores = dWeights.sub(sums).mul(weights);
      return [
        tf.matMul(dScores, k),
        tf.matMul(dScores, q, true, false),
        dValue,
      ];
    });
    gradients.forEach((gradient, i) => parts[i].push(gradient));
  }
  return parts.map((part) => tf.concat(part)) as Three;
}

/** {@linkcode attend} with the weights of `size` groups at a time. */
export function attendByGroups(
  query: tf.Tensor3D,
  key: tf.Tensor3D,
  value: tf.Tensor3D,
  size: number,
  { dropout, allowed }: WeightOptions,
): tf.Tensor3D {
  const picked = tf.customGrad((...args) => {
    const [query, key, value, save] = args as unknown as [
      ...Three,
      tf.GradSaveFunc,
    ];
    const picked = forward([query, key, value], size, { dropout, allowed });
    save([query, key, value, picked, ...allowed ? [allowed] : []]);
    const gradFunc = (dPicked: tf.Tensor, saved: tf.Tensor[]) => {
      const [query, key, value, picked, allowed] = saved as tf.Tensor3D[];
      return gradientsByGroups(
        [query, key, value, picked, dPicked as tf.Tensor3D],
        size,
        { dropout, allowed },
      );
    };
    return { value: picked, gradFunc };
  });
  return picked(query, key, value) as tf.Tensor3D;
}
