/**
 * Arithmetic on values one by one, on several threads: of float32 of one shape,
 * with a row, or with one number. All else, and all on one thread, is left to
 * the shipped kernels, which give the same bits.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import type { Formula } from "../assembly/elementwise.ts";
import { subtractColumn } from "../assembly/row_arithmetic.ts";
import { runFormula } from "./evaluate_formula.ts";
import { threadsOf } from "./in_parallel.ts";
import { compiledOn, ownCodeOf } from "./own_code_of.ts";
import { runByRows } from "./run_by_rows.ts";
import type { Given, WasmBackend, WasmKernel } from "./wasm_backend.ts";

/** Fewest values for which other threads are worth waking. */
const FEWEST = 2 ** 16;

/** An operation on two tensors. */
interface Operation {
  formula: Formula;
  /** The loop for a matrix and a row; without one it is left to XNNPACK. */
  byRow?: "addRow" | "subtractRow" | "multiplyByRow";
  /** Whether the row may come first. */
  commutes?: boolean;
}

const OPERATIONS: Record<string, Operation> = {
  Add: {
    formula: { results: 1, compute: (on, [a, b]) => [on.add(a, b)] },
    byRow: "addRow",
    commutes: true,
  },
  Sub: {
    formula: { results: 1, compute: (on, [a, b]) => [on.subtract(a, b)] },
    byRow: "subtractRow",
  },
  Multiply: {
    formula: { results: 1, compute: (on, [a, b]) => [on.multiply(a, b)] },
    byRow: "multiplyByRow",
    commutes: true,
  },
  RealDiv: {
    formula: { results: 1, compute: (on, [a, b]) => [on.divide(a, b)] },
  },
};

const POSITIVE: Formula = {
  results: 1,
  compute: (on, [x]) => [on.positive(x)],
};

/** In the place of the shipped kernels, on several threads. */
export const elementwiseKernels: WasmKernel[] = [
  ...Object.entries(OPERATIONS).map(([name, operation]): WasmKernel => ({
    name,
    run: (inputs, attributes, backend, shipped) =>
      combined(inputs, operation, backend) ??
        shipped(inputs, attributes, backend),
  })),
  {
    name: "Relu",
    run({ x }: { x: tf.TensorInfo }, attributes, backend, shipped) {
      return isLarge(x, backend)
        ? runFormula(backend, POSITIVE, [x], [])[0]
        : shipped({ x }, attributes, backend);
    },
  },
];

function isLarge(x: tf.TensorInfo, backend: WasmBackend): boolean {
  return x.dtype === "float32" && threadsOf(backend) > 1 &&
    tf.util.sizeFromShape(x.shape) >= FEWEST;
}

function combined(
  { a, b }: Given<tf.BinaryInputs>,
  { formula, byRow, commutes }: Operation,
  backend: WasmBackend,
): tf.TensorInfo | undefined {
  if (a.dtype !== b.dtype || !isLarge(a, backend) && !isLarge(b, backend)) {
    return undefined;
  }
  if (tf.util.arraysEqual(a.shape, b.shape)) {
    return runFormula(backend, formula, [a, b], [])[0];
  }
  if (byRow === "subtractRow" && isColumnOf(b, a)) {
    const run = compiledOn(backend, subtractColumn);
    const columns = a.shape.at(-1)!;
    return runByRows(backend, run, a, b, { columns, otherStep: 4 });
  }
  if (!byRow) return undefined;
  const isFirst = isRowOf(b, a);
  if (!isFirst && !(commutes && isRowOf(a, b))) return undefined;
  const [x, row] = isFirst ? [a, b] : [b, a];
  const run = ownCodeOf(backend)[byRow];
  const columns = tf.util.sizeFromShape(row.shape);
  return runByRows(backend, run, x, row, { columns, otherStep: 0 });
}

/** Fewest values of a row for which a loop along rows is fast. */
const SHORTEST_ROW = 8;

/** Whether the last axes of `x` have the row's shape, ones before it aside. */
function isRowOf(row: tf.TensorInfo, x: tf.TensorInfo): boolean {
  if (row.shape.length > x.shape.length) return false;
  const first = row.shape.findIndex((size) => size !== 1);
  const shape = first < 0 ? [] : row.shape.slice(first);
  return tf.util.sizeFromShape(shape) >= SHORTEST_ROW &&
    tf.util.arraysEqual(shape, x.shape.slice(-shape.length));
}

/** Whether only the last axis of `column` is 1 where that of `x` is not. */
function isColumnOf(column: tf.TensorInfo, x: tf.TensorInfo): boolean {
  return x.shape.at(-1)! >= SHORTEST_ROW &&
    tf.util.arraysEqual(column.shape, x.shape.with(-1, 1));
}
