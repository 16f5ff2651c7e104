/**
 * Sums and means over leading axes: the gradient of a bias, and the statistics
 * of batch normalization; and over axes in the middle: averages over steps and
 * images.
 *
 * The kernels of tfjs 4.22 transpose their input first, which costs ten times
 * the sum. They are kept over the last axes, and over axes in the middle where
 * each sum is of a few values.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import type { Compiled } from "../assembly/compile.ts";
import type { Formula } from "../assembly/elementwise.ts";
import { sumRows } from "../assembly/formula_sums.ts";
import { formulaCodeOf, ownCodeOf } from "./own_code_of.ts";
import { makeZeros } from "./make_zeros.ts";
import { CALL_VALUES, inParts, Scratch } from "./in_parallel.ts";
import {
  addressOf,
  release,
  type WasmBackend,
  type WasmKernel,
} from "./wasm_backend.ts";

/** Rows summed before their sum is added to the total; bounds rounding. */
export const BLOCK = 64;

/** Replaces the shipped kernel where {@linkcode sumColumns} takes it. */
export const sum: WasmKernel = {
  name: "Sum",
  run({ x }: { x: tf.TensorInfo }, attributes, backend, shipped) {
    return sumColumns(x, attributes as tf.SumAttrs, backend) ??
      shipped({ x }, attributes, backend);
  },
};

/** Replaces the shipped kernel where {@linkcode sumColumns} takes it. */
export const mean: WasmKernel = {
  name: "Mean",
  run({ x }: { x: tf.TensorInfo }, attributes, backend, shipped) {
    const out = sumColumns(x, attributes as tf.MeanAttrs, backend);
    if (!out) return shipped({ x }, attributes, backend);
    const count = tf.util.sizeFromShape(x.shape) /
      tf.util.sizeFromShape(out.shape);
    const values = backend.typedArrayFromHeap(out);
    for (let i = 0; i < values.length; i++) values[i] /= count;
    return out;
  },
};

/** Sums of the columns of stacked matrices, if it is that. */
function sumColumns(
  x: tf.TensorInfo,
  { axis, keepDims }: tf.SumAttrs,
  backend: WasmBackend,
): tf.TensorInfo | undefined {
  const axes = new Set(tf.util.parseAxisParam(axis, x.shape));
  // Axes of size 1 neither lead nor follow.
  const long = x.shape.map((_, i) => i).filter((i) => x.shape[i] !== 1);
  const first = long.findIndex((i) => axes.has(i));
  const last = long.findLastIndex((i) => axes.has(i));
  const isTogether = long.slice(first, last).every((i) => axes.has(i));
  const sizeOf = (axes: number[]) =>
    tf.util.sizeFromShape(axes.map((i) => x.shape[i]));
  const columns = sizeOf(long.slice(last + 1));
  // A single column is one dense run of values, for which the shipped kernel is
  // right.
  if (x.dtype !== "float32" || last < 0 || !isTogether || columns === 1) {
    return undefined;
  }
  const matrices = sizeOf(long.slice(0, first));
  const rows = sizeOf(long.slice(first, last + 1));
  // Of no values the shipped kernel ends in a trap.
  const isTiny = rows * columns > 0 && rows * columns < CALL_VALUES;
  if (matrices > 1 && isTiny) return undefined;
  const shape = keepDims
    ? x.shape.map((size, i) => axes.has(i) ? 1 : size)
    : x.shape.filter((_, i) => !axes.has(i));
  return matrices === 1
    ? sumLeading(backend, x, { rows, columns }, shape)
    : sumEach(backend, x, { matrices, rows, columns }, shape);
}

function sumLeading(
  backend: WasmBackend,
  x: tf.TensorInfo,
  { rows, columns }: { rows: number; columns: number },
  shape: number[],
): tf.TensorInfo {
  const from = addressOf(backend, x);
  const count = Math.ceil(rows / BLOCK);
  const blocks = backend.makeOutput([count, columns], "float32");
  const sums = addressOf(backend, blocks);
  const bytes = 4 * columns;
  const sumBlock = loopFor(backend, rows * columns);
  inParts(backend, count, BLOCK * columns, (start, length) => {
    for (let block = start; block < start + length; block++) {
      const row = block * BLOCK;
      sumBlock(
        Math.min(BLOCK, rows - row),
        columns,
        from + row * bytes,
        sums + block * bytes,
      );
    }
  });
  const out = sumOfBlocks(backend, sums, count, shape);
  release(backend, blocks);
  return out;
}

/** The sums of the columns of each of some matrices; one thread adds a matrix's. */
function sumEach(
  backend: WasmBackend,
  x: tf.TensorInfo,
  { matrices, rows, columns }: Record<"matrices" | "rows" | "columns", number>,
  shape: number[],
): tf.TensorInfo {
  const out = backend.makeOutput(shape, "float32");
  const [from, to] = [x, out].map((it) => addressOf(backend, it));
  const bytes = 4 * columns;
  const { addRows, clear } = ownCodeOf(backend);
  const scratch = new Scratch(backend, [rows > BLOCK ? columns : 0]);
  inParts(backend, matrices, rows * columns, (first, length, thread) => {
    const [block] = scratch.of(thread);
    for (let i = first; i < first + length; i++) {
      const sums = to + i * bytes;
      clear({ address: sums, size: bytes });
      for (let row = 0; row < rows; row += BLOCK) {
        const part = {
          x: from + (i * rows + row) * bytes,
          rows: Math.min(BLOCK, rows - row),
          columns,
        };
        if (rows <= BLOCK) addRows({ ...part, out: sums });
        else {
          clear({ address: block, size: bytes });
          addRows({ ...part, out: block });
          addRows({ x: block, out: sums, rows: 1, columns });
        }
      }
    }
  });
  scratch.release();
  return out;
}

/** Values beyond the second-level cache: memory is read best in its order. */
const UNCACHED = 2 ** 18;

const VALUE: Formula = { results: 1, compute: (_, [x]) => [x] };

/** Writes the sums of a matrix's columns; down the columns, or along the rows. */
function loopFor(backend: WasmBackend, values: number): Compiled {
  if (values > UNCACHED) {
    const counts = { matrices: 1, rows: 0, columns: 0, numbers: 0 };
    return formulaCodeOf(backend, sumRows, VALUE, counts);
  }
  const { addRows, clear } = ownCodeOf(backend);
  return (rows, columns, x, out) => {
    clear({ address: out, size: 4 * columns });
    addRows({ x, out, rows, columns });
  };
}

/**
 * The sum of `count` rows that lie at `sums`, one after the other.
 *
 * @returns A new tensor of this shape, of as many values as a row.
 */
export function sumOfBlocks(
  backend: WasmBackend,
  sums: number,
  count: number,
  shape: number[],
): tf.TensorInfo {
  const out = makeZeros(backend, shape);
  const width = tf.util.sizeFromShape(shape);
  // All to the same row.
  ownCodeOf(backend).addSpacedRows({
    from: sums,
    fromStep: 4 * width,
    to: addressOf(backend, out),
    toStep: 0,
    count,
    width,
  });
  return out;
}
