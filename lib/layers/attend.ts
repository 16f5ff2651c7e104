/**
 * Scaled attention weights and what they pick, without keeping the weights.
 *
 * The weights of 64 sequences of 500 steps with 4 heads take 256 MB. They are
 * computed for a few sequences at a time and again in the gradient.
 *
 * @see Vaswani et al., "Attention Is All You Need", NeurIPS 2017, eq. 1.
 * @see Dao et al., "FlashAttention", NeurIPS 2022, appendix B.2 for the gradient.
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import { drawMaskValues } from "../random/draw_mask.ts";
import type { Draw } from "../random/seed_stream.ts";

/** Attention weights computed at a time; 16 MB. */
const AT_A_TIME = 2 ** 22;

/** Dropout of attention weights. */
export interface AttentionDropout {
  /** Fraction to drop, in `[0, 1]`. */
  readonly rate: number;
  readonly draw: Draw;
}

type Three = [tf.Tensor3D, tf.Tensor3D, tf.Tensor3D];

/** The weights of some groups, before and after dropout. */
function weigh(
  query: tf.Tensor3D,
  key: tf.Tensor3D,
  start: number,
  dropout: AttentionDropout | undefined,
): { weights: tf.Tensor; mask: tf.Tensor | undefined } {
  const weights = tf.softmax(tf.matMul(query, key, false, true));
  if (!dropout || dropout.rate === 0) return { weights, mask: undefined };
  const { rate, draw } = dropout;
  const kept = rate === 1 ? 0 : 1 / (1 - rate);
  const [groups, rows, columns] = weights.shape as number[];
  const values = drawMaskValues(
    weights.size,
    rate,
    draw,
    kept,
    0,
    start * rows * columns,
  );
  return { weights, mask: tf.tensor(values, [groups, rows, columns]) };
}

/** `softmax(query key') value`, by groups. */
function forward(
  [query, key, value]: Three,
  groups: number,
  dropout: AttentionDropout | undefined,
): tf.Tensor {
  const parts: tf.Tensor[] = [];
  for (let start = 0; start < query.shape[0]; start += groups) {
    parts.push(tf.tidy(() => {
      const [q, k, v] = slices([query, key, value], start, groups);
      const { weights, mask } = weigh(q, k, start, dropout);
      return tf.matMul(mask ? weights.mul(mask) : weights, v);
    }));
  }
  return tf.concat(parts);
}

function slices<T extends tf.Tensor3D[]>(
  tensors: T,
  start: number,
  groups: number,
): T {
  const size = Math.min(groups, tensors[0].shape[0] - start);
  return tensors.map((tensor) => tensor.slice(start, size)) as T;
}

function backward(
  [query, key, value, picked, dPicked]: tf.Tensor3D[],
  groups: number,
  dropout: AttentionDropout | undefined,
): Three {
  const parts: tf.Tensor[][] = [[], [], []];
  for (let start = 0; start < query.shape[0]; start += groups) {
    const gradients = tf.tidy(() => {
      const [q, k, v, o, dO] = slices(
        [query, key, value, picked, dPicked],
        start,
        groups,
      );
      const { weights, mask } = weigh(q, k, start, dropout);
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

/**
 * Picks values by how well their keys match: `softmax(query key') value`. The
 * caller has scaled the query.
 *
 * @param query `[groups, queries, depth]`; a group is a head of a sample.
 * @param key `[groups, keys, depth]`.
 * @param value `[groups, keys, width]`.
 * @param dropout Drops weights after the softmax.
 * @param atATime Attention weights held at a time; at least those of one group.
 * @returns `[groups, queries, width]`.
 */
export function attend(
  query: tf.Tensor3D,
  key: tf.Tensor3D,
  value: tf.Tensor3D,
  dropout?: AttentionDropout,
  atATime = AT_A_TIME,
): tf.Tensor3D {
  const groups = Math.max(
    1,
    Math.floor(atATime / (query.shape[1] * key.shape[1])),
  );
  const picked = tf.customGrad((...args) => {
    const [query, key, value, save] = args as unknown as [
      ...Three,
      tf.GradSaveFunc,
    ];
    const picked = forward([query, key, value], groups, dropout);
    save([query, key, value, picked]);
    const gradFunc = (dPicked: tf.Tensor, saved: tf.Tensor[]) =>
      backward([...saved, dPicked] as tf.Tensor3D[], groups, dropout);
    return { value: picked, gradFunc };
  });
  return picked(query, key, value) as tf.Tensor3D;
}
