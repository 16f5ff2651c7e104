/**
 * Scaled attention weights and what they pick, without keeping the weights.
 *
 * The weights of 64 sequences of 500 steps with 4 heads take 256 MB. They are
 * computed again in the gradient: on WASM, where there are few features, by
 * kernels that hold a row of them (`attend_kernel.ts`); else for a few sequences
 * at a time.
 *
 * @see Vaswani et al., "Attention Is All You Need", NeurIPS 2017, eq. 1.
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import { NARROW } from "../backend/assembly/attention_rows.ts";
import { ATTEND } from "../backend/kernels/attend_kernel.ts";
import { attendByGroups } from "./attend_by_groups.ts";
import { attendByRows } from "./attend_by_rows.ts";
import type { WeightOptions } from "./attention_weights.ts";

/** Attention weights computed at a time: 4 MB, which stay in a usual cache. */
const AT_A_TIME = 2 ** 20;

/** What changes the weights; all fields may be left out. */
export interface AttentionOptions extends WeightOptions {
  /** Attention weights held at a time; at least those of one group. */
  readonly atATime?: number;
}

/**
 * Picks values by how well their keys match: `softmax(query key') value`. The
 * caller has scaled the query.
 *
 * @param query `[groups, queries, depth]`; a group is a head of a sample.
 * @param key `[groups, keys, depth]`.
 * @param value `[groups, keys, width]`.
 * @returns `[groups, queries, width]`.
 */
export function attend(
  query: tf.Tensor3D,
  key: tf.Tensor3D,
  value: tf.Tensor3D,
  { atATime = AT_A_TIME, ...options }: AttentionOptions = {},
): tf.Tensor3D {
  const groups = Math.floor(atATime / (query.shape[1] * key.shape[1]));
  const attend = haveRowKernel(query, key, value)
    ? attendByRows
    : attendByGroups;
  return attend(query, key, value, Math.max(1, groups), options);
}

function haveRowKernel(...tensors: tf.Tensor3D[]): boolean {
  return tf.getKernel(ATTEND, tf.getBackend()) !== undefined &&
    tensors.every(({ size, shape, dtype }) =>
      size > 0 && shape[2] <= NARROW && dtype === "float32"
    );
}
