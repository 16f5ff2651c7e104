/**
 * Which query may attend to which key, from all masks that Keras knows.
 *
 * @see https://keras.io/api/layers/attention_layers/multi_head_attention/
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import type { CallArgs } from "./register_layer.ts";

/** What masks are made for: `[batch, steps, features]`. */
interface Sequences {
  readonly query: tf.Tensor;
  readonly key: tf.Tensor;
  readonly value: tf.Tensor;
}

/** The masks there are; all fields may be left out. */
interface Masks {
  /** `[queries, keys]` or `[batch, queries, keys]`, not 0 where one may attend. */
  readonly attention?: tf.Tensor;
  /** Whether a query may attend to its own step and those before only. */
  readonly causal?: boolean;
  /** Those of the inputs, `[batch, steps]`, not 0 where a step counts. */
  readonly inputs?: CallArgs["mask"];
}

/**
 * All masks in one: a query may attend where each of them lets it.
 *
 * A model hands over a list of masks, one for each input; a single one is the
 * queries', and taken for the values' too where these are the queries. A mask
 * that does not fit is left out.
 *
 * @returns `[samples, queries, keys]` of type bool, 1 for an axis where all are
 * alike; undefined if nothing is masked. The caller's to dispose of.
 * @throws {RangeError} If the attention mask does not fit.
 */
export function allowedKeys(
  { query, key, value }: Sequences,
  { attention, causal = false, inputs }: Masks,
): tf.Tensor3D | undefined {
  const [batch, queries] = query.shape;
  const keys = key.shape[1]!;
  const masks: tf.Tensor[] = [];
  const [ofQuery, ofValue, ofKey] = [inputs ?? []].flat();
  const padding = (mask: tf.Tensor | undefined, x: tf.Tensor, axis: number) => {
    const [samples, steps] = mask?.shape ?? [];
    if (samples !== batch || steps !== x.shape[1]) return;
    masks.push(mask!.cast("bool").expandDims(axis));
  };
  padding(ofQuery, query, 2);
  padding(value === query ? ofQuery : ofValue, value, 1);
  padding(ofKey, key, 1);
  if (causal) masks.push(causalMask(queries!, keys));
  if (attention) {
    checkAttentionMask(attention, [batch, queries!, keys]);
    const given = attention.cast("bool");
    masks.push(given.rank === 2 ? given.expandDims(0) : given);
  }
  if (masks.length === 0) return undefined;
  return masks.reduce((all, mask) => tf.logicalAnd(all, mask)) as tf.Tensor3D;
}

/** `[1, queries, keys]`: the keys up to the query's own step. */
function causalMask(queries: number, keys: number): tf.Tensor {
  const steps = tf.range(0, queries, 1, "int32").reshape([1, queries, 1]);
  return steps.greaterEqual(tf.range(0, keys, 1, "int32"));
}

function checkAttentionMask(mask: tf.Tensor, sizes: number[]): void {
  const expected = sizes.slice(-mask.rank);
  const fits = (mask.rank === 2 || mask.rank === 3) &&
    mask.shape.every((size, axis) => size === 1 || size === expected[axis]);
  if (fits) return;
  throw new RangeError(
    `Attention mask must be [batch, queries, keys], here [${sizes}], got [${mask.shape}]`,
  );
}
