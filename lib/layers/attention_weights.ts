/**
 * Attention weights of some groups: what may be attended to, and dropout.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import { drawMaskValues } from "../random/draw_mask.ts";
import type { Draw } from "../random/seed_stream.ts";

/** Dropout of attention weights. */
export interface AttentionDropout {
  /** Fraction to drop, in `[0, 1]`. */
  readonly rate: number;
  readonly draw: Draw;
}

/** What the weights depend on besides queries and keys. */
export interface WeightOptions {
  /** Drops weights after the softmax. */
  readonly dropout?: AttentionDropout;
  /**
   * True where a query may attend to a key: `[samples, queries, keys]`, any
   * of them 1 for all. The groups of a sample follow each other. A query that
   * may attend to none picks 0.
   */
  readonly allowed?: tf.Tensor3D;
}

/** Groups computed together, and what their weights depend on. */
export interface Piece extends WeightOptions {
  /** The first of them. */
  readonly start: number;
  /** Groups in all. */
  readonly groups: number;
}

/** The weights of some groups, before and after dropout. */
export function weigh(
  query: tf.Tensor3D,
  key: tf.Tensor3D,
  { dropout, allowed, start, groups }: Piece,
): { weights: tf.Tensor; mask: tf.Tensor | undefined } {
  const scores = tf.matMul(query, key, false, true);
  const weights = allowed
    ? maskedSoftmax(scores, samplesOf(allowed, start, query.shape[0], groups))
    : tf.softmax(scores);
  if (!dropout || dropout.rate === 0) return { weights, mask: undefined };
  const { rate, draw } = dropout;
  const kept = rate === 1 ? 0 : 1 / (1 - rate);
  const [count, rows, columns] = weights.shape as number[];
  const values = drawMaskValues(weights.size, rate, draw, {
    kept,
    start: start * rows * columns,
  });
  return { weights, mask: tf.tensor(values, [count, rows, columns]) };
}

/** Far below any score, as Keras has it. */
const FORBIDDEN = -1e9;

/** No weight where none is allowed, not even where all is forbidden. */
function maskedSoftmax(scores: tf.Tensor, allowed: tf.Tensor): tf.Tensor {
  return tf.where(allowed, tf.softmax(tf.where(allowed, scores, FORBIDDEN)), 0);
}

/** The samples that some groups belong to, one for each group. */
function samplesOf(
  allowed: tf.Tensor3D,
  start: number,
  count: number,
  groups: number,
): tf.Tensor3D {
  const samples = allowed.shape[0];
  if (samples === 1) return allowed;
  const heads = groups / samples;
  const indices = Array.from(
    { length: count },
    (_, i) => Math.floor((start + i) / heads),
  );
  return tf.gather(allowed, tf.tensor1d(indices, "int32"));
}
