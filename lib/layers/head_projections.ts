/**
 * What attention computes before and after the attending: projections of a
 * sequence for each head.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";

/** One projection: a kernel and, unless biases are off, a bias. */
export interface Projection {
  readonly kernel: tf.LayerVariable;
  readonly bias: tf.LayerVariable | undefined;
}

/**
 * Whether there are far fewer features, with a constant 1 added, than values of
 * their projection.
 */
function isNarrow(x: tf.Tensor3D, { kernel }: Projection): boolean {
  return (x.shape[2] + 1) * 2 <= kernel.shape[2]!;
}

/**
 * Queries and keys whose products are the scores, not yet scaled.
 *
 * With few features, attention over the features themselves is less work than
 * over their projections: q k' = x (Wq Wk') x'.
 *
 * @returns Both `[batch * h, steps, width]`.
 */
export function projectScored(
  query: tf.Tensor3D,
  key: tf.Tensor3D,
  queries: Projection,
  keys: Projection,
): [query: tf.Tensor3D, key: tf.Tensor3D] {
  return isNarrow(query, queries) && key.shape[2] === query.shape[2]
    ? foldKeys(query, key, queries, keys)
    : [toHeads(query, queries), toHeads(key, keys)];
}

/**
 * Values to pick, and what projects the picked ones: where there are few
 * features, these are picked and the values' projection follows.
 *
 * @param output The output's kernel, `[h, width, features]`.
 * @returns `[batch * h, steps, width]`, and a kernel for {@linkcode fromHeads}.
 */
export function projectValue(
  value: tf.Tensor3D,
  values: Projection,
  output: tf.Tensor,
): [value: tf.Tensor3D, kernel: tf.Tensor] {
  if (!isNarrow(value, values)) return [toHeads(value, values), output];
  const heads = values.kernel.shape[1]!;
  return [
    repeatHeads(withOne(value), heads),
    tf.matMul(augmented(values), output),
  ];
}

/** `[batch, steps, features]` projected to `[batch * h, steps, width]`. */
function toHeads(
  x: tf.Tensor3D,
  { kernel, bias }: Projection,
): tf.Tensor3D {
  const [batch, steps, features] = x.shape;
  const [, heads, width] = kernel.shape as number[];
  const flat = x.reshape([batch * steps, features]);
  const projected = flat.matMul(
    kernel.read().reshape([features, heads * width]),
  );
  const biased = bias
    ? projected.add(bias.read().reshape([heads * width]))
    : projected;
  return biased.reshape([batch, steps, heads, width])
    .transpose([0, 2, 1, 3]).reshape([batch * heads, steps, width]);
}

/** A projection per head with its bias as a last row: `[h, features + 1, width]`. */
function augmented({ kernel, bias }: Projection): tf.Tensor3D {
  const perHead = kernel.read().transpose([1, 0, 2]);
  const [heads, , width] = perHead.shape as number[];
  const last = bias
    ? bias.read().reshape([heads, 1, width])
    : tf.zeros([heads, 1, width]);
  return tf.concat([perHead, last], 1) as tf.Tensor3D;
}

/** Features with a constant 1 after them, which takes up a bias. */
function withOne(x: tf.Tensor3D): tf.Tensor3D {
  const [batch, steps] = x.shape;
  return tf.concat([x, tf.ones([batch, steps, 1])], 2) as tf.Tensor3D;
}

/** The same for each head: `[batch * h, steps, width]`. */
function repeatHeads(x: tf.Tensor3D, heads: number): tf.Tensor3D {
  const [batch, steps, width] = x.shape;
  return x.reshape([batch, 1, steps, width]).tile([1, heads, 1, 1])
    .reshape([batch * heads, steps, width]) as tf.Tensor3D;
}

/** Queries and keys of `features + 1` whose products are those of the heads. */
function foldKeys(
  query: tf.Tensor3D,
  key: tf.Tensor3D,
  queries: Projection,
  keys: Projection,
): [tf.Tensor3D, tf.Tensor3D] {
  const products = tf.matMul(augmented(queries), augmented(keys), false, true);
  const [heads, rows, columns] = products.shape;
  const [batch, steps] = query.shape;
  const folded = withOne(query).reshape([batch * steps, rows])
    .matMul(products.transpose([1, 0, 2]).reshape([rows, heads * columns]))
    .reshape([batch, steps, heads, columns])
    .transpose([0, 2, 1, 3]).reshape([batch * heads, steps, columns]);
  return [folded as tf.Tensor3D, repeatHeads(withOne(key), heads)];
}

/**
 * Brings the heads together again and projects them.
 *
 * @param picked `[batch * h, steps, width]`.
 * @param kernel `[h, width, features]`.
 * @param batch Number of samples.
 * @returns `[batch, steps, features]`.
 */
export function fromHeads(
  picked: tf.Tensor3D,
  kernel: tf.Tensor,
  bias: tf.LayerVariable | undefined,
  batch: number,
): tf.Tensor {
  const [heads, width, features] = kernel.shape;
  const steps = picked.shape[1];
  const rows = picked.reshape([batch, heads, steps, width])
    .transpose([0, 2, 1, 3]).reshape([batch * steps, heads * width]);
  const projected = tf.matMul(rows, kernel.reshape([heads * width, features]));
  return (bias ? projected.add(bias.read()) : projected)
    .reshape([batch, steps, features]);
}
