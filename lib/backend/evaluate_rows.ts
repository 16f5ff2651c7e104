/**
 * Formulas over tensors, rows with a value for each channel and columns with a
 * value for each place, and their sums over all places or all channels.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import type { Formula } from "./assembly/elementwise.ts";
import { TENSORS } from "./evaluate.ts";
import { isRecorded } from "./is_recorded.ts";
import {
  EVALUATE_ROWS,
  type RowAttributes,
  SUM_COLUMNS,
  SUM_ROWS,
} from "./kernels/evaluate_rows.ts";

/** What a formula takes: its values are the tensors, the rows, the columns. */
export interface RowValues {
  /** Of one shape; at least one. */
  tensors: tf.Tensor[];
  /** Of size 1 on all axes but one; of the last axis they may be vectors. */
  rows: tf.Tensor[];
  /** Of the tensors' shape, but of size 1 on the last axis. */
  columns?: tf.Tensor[];
  numbers?: number[];
}

/**
 * Evaluates a formula: on WASM in one loop where the channels come last,
 * elsewhere by an operation of TensorFlow.js for each of its own. The bits are
 * the same. The loop has no gradient, so it is not taken where one is asked for.
 *
 * @returns Tensors of the tensors' shape; for the caller to dispose of, what lies
 *   between is gone only at the end of a `tidy`.
 */
export function evaluateRows(formula: Formula, given: RowValues): tf.Tensor[] {
  return hasLoop(EVALUATE_ROWS, given)
    ? runLoop(EVALUATE_ROWS, formula, given)
    : inOperations(formula, given);
}

/**
 * The sums of what {@linkcode evaluateRows} gives over all axes but one.
 *
 * @param axis The one that rows have values for.
 * @returns Vectors.
 */
export function sumRows(
  formula: Formula,
  given: RowValues,
  axis: number,
): tf.Tensor[] {
  const [{ rank }] = given.tensors;
  if (axis === rank - 1 && hasLoop(SUM_ROWS, given)) {
    return runLoop(SUM_ROWS, formula, given);
  }
  const axes = otherAxes(rank, axis);
  return inOperations(formula, given).map((it) => it.sum(axes));
}

/** All axes but one. */
export function otherAxes(rank: number, axis: number): number[] {
  return Array.from({ length: rank }, (_, i) => i).filter((i) => i !== axis);
}

/**
 * The sums of what {@linkcode evaluateRows} gives over the last axis, which is
 * kept with size 1. On WASM they have bits of their own.
 */
export function sumColumns(formula: Formula, given: RowValues): tf.Tensor[] {
  return hasLoop(SUM_COLUMNS, given)
    ? runLoop(SUM_COLUMNS, formula, given)
    : inOperations(formula, given).map((it) => it.sum(-1, true));
}

function inOperations(
  formula: Formula,
  { tensors, rows, columns = [], numbers = [] }: RowValues,
): tf.Tensor[] {
  return formula.compute(
    TENSORS,
    [...tensors, ...rows, ...columns],
    numbers.map((number) => tf.scalar(number)),
  );
}

function hasLoop(
  kernel: string,
  { tensors, rows, columns = [] }: RowValues,
): boolean {
  const [{ shape }] = tensors;
  const width = shape.at(-1) ?? 0;
  const ofRows = [...shape.slice(0, -1), 1];
  // The sum over the rows of a single column is one run of values, whose shipped
  // kernel adds in another order.
  return width > (kernel === SUM_ROWS ? 1 : 0) && !isRecorded() &&
    tf.getKernel(kernel, tf.getBackend()) !== undefined &&
    [...tensors, ...rows, ...columns]
      .every(({ dtype }) => dtype === "float32") &&
    tensors.every((it) => tf.util.arraysEqual(it.shape, shape)) &&
    rows.every((row) => row.size === width && row.shape.at(-1) === width) &&
    columns.every((it) => tf.util.arraysEqual(it.shape, ofRows));
}

function runLoop(
  kernel: string,
  formula: Formula,
  { tensors, rows, columns = [], numbers = [] }: RowValues,
): tf.Tensor[] {
  const attributes: RowAttributes = {
    formula,
    matrices: tensors.length,
    rows: rows.length,
    numbers,
  };
  return tf.engine().runKernel(
    kernel,
    { ...[...tensors, ...rows, ...columns] } as unknown as tf.NamedTensorMap,
    attributes as unknown as tf.NamedAttrMap,
  ) as tf.Tensor[];
}
