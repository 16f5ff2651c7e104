/**
 * Sums and means over leading axes: the gradient of a bias, and the statistics
 * of batch normalization.
 *
 * The kernels of tfjs 4.22 transpose their input first, which costs ten times
 * the sum. Over other axes they are kept.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import { ownCodeOf } from "./own_code_of.ts";
import { makeZeros } from "./make_zeros.ts";
import { inParts } from "./in_parallel.ts";
import {
  addressOf,
  release,
  type WasmBackend,
  type WasmKernel,
} from "./wasm_backend.ts";

/** Rows summed before their sum is added to the total; bounds rounding. */
const BLOCK = 64;

/** Replaces the shipped kernel over leading axes. */
export const sum: WasmKernel = {
  name: "Sum",
  run({ x }: { x: tf.TensorInfo }, attributes, backend, shipped) {
    return sumLeading(x, attributes as tf.SumAttrs, backend) ??
      shipped({ x }, attributes, backend);
  },
};

/** Replaces the shipped kernel over leading axes. */
export const mean: WasmKernel = {
  name: "Mean",
  run({ x }: { x: tf.TensorInfo }, attributes, backend, shipped) {
    const out = sumLeading(x, attributes as tf.MeanAttrs, backend);
    if (!out) return shipped({ x }, attributes, backend);
    const count = tf.util.sizeFromShape(x.shape) /
      tf.util.sizeFromShape(out.shape);
    const values = backend.typedArrayFromHeap(out);
    for (let i = 0; i < values.length; i++) values[i] /= count;
    return out;
  },
};

function sumLeading(
  x: tf.TensorInfo,
  { axis, keepDims }: tf.SumAttrs,
  backend: WasmBackend,
): tf.TensorInfo | undefined {
  const axes = new Set(tf.util.parseAxisParam(axis, x.shape));
  // Axes of size 1 neither lead nor follow.
  const lead = x.shape.findIndex((size, i) => size > 1 && !axes.has(i));
  const last = x.shape.findLastIndex((size, i) => size !== 1 && axes.has(i));
  const kept = x.shape.filter((_, i) => !axes.has(i));
  const columns = tf.util.sizeFromShape(kept);
  // A single column is one dense run of values, for which the shipped kernel is
  // right.
  if (x.dtype !== "float32" || lead < last || columns === 1 || last < 0) {
    return undefined;
  }
  const rows = tf.util.sizeFromShape(x.shape.filter((_, i) => axes.has(i)));
  const shape = x.shape.map((size, i) => axes.has(i) ? 1 : size);
  const out = makeZeros(backend, keepDims ? shape : kept);
  const { addRows, addSpacedRows, clear } = ownCodeOf(backend);
  const [from, to] = [addressOf(backend, x), addressOf(backend, out)];
  const count = Math.ceil(rows / BLOCK);
  const blocks = backend.makeOutput([count, columns], "float32");
  const sums = addressOf(backend, blocks);
  const bytes = 4 * columns;
  inParts(backend, count, BLOCK * columns, (start, length) => {
    clear({ address: sums + start * bytes, size: length * bytes });
    for (let block = start; block < start + length; block++) {
      const row = block * BLOCK;
      addRows({
        x: from + row * bytes,
        out: sums + block * bytes,
        rows: Math.min(BLOCK, rows - row),
        columns,
      });
    }
  });
  // One after the other, all to the same row.
  addSpacedRows({
    from: sums,
    fromStep: bytes,
    to,
    toStep: 0,
    count,
    width: columns,
  });
  release(backend, blocks);
  return out;
}
