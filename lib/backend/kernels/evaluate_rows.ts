/**
 * Formulas over tensors and rows of the size of their last axis, and sums of
 * such over the other axes, each in one loop. No operations of TensorFlow.js:
 * what `evaluateRows()` and `sumRows()` run on WASM.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import type { Formula } from "../assembly/elementwise.ts";
import {
  evaluateRows as evaluateLoop,
  sumRows as sumLoop,
} from "../assembly/row_formulas.ts";
import { bitsOf } from "./evaluate_formula.ts";
import { inParts } from "./in_parallel.ts";
import { BLOCK, sumOfBlocks } from "./leading_sums.ts";
import { formulaCodeOf } from "./own_code_of.ts";
import {
  addressOf,
  release,
  type WasmBackend,
  type WasmKernel,
} from "./wasm_backend.ts";

export const EVALUATE_ROWS = "ThawEvaluateRows";
export const SUM_ROWS = "ThawSumRows";

/** What the kernels are told beside the tensors. */
export interface RowAttributes {
  formula: Formula;
  /** How many of the inputs, the first ones, are no rows; at least one. */
  matrices: number;
  numbers: number[];
}

/** Its inputs are float32, by their place: tensors of one shape, then rows. */
export const evaluateRows: WasmKernel<tf.TensorInfo[]> = {
  name: EVALUATE_ROWS,
  run(inputs: Record<number, tf.TensorInfo>, attributes, backend: WasmBackend) {
    const given = rowsOf(inputs, attributes as RowAttributes, backend);
    const { formula, shape, columns, count, matrices, rows, bits } = given;
    const results = Array.from(
      { length: formula.results },
      () => backend.makeOutput(shape, "float32"),
    );
    const to = results.map((it) => addressOf(backend, it));
    const run = formulaCodeOf(backend, evaluateLoop, formula, given.counts);
    inParts(backend, count, columns, (start, length) => {
      const shift = 4 * start * columns;
      run(
        length,
        columns,
        ...matrices.map((it) => it + shift),
        ...rows,
        ...to.map((it) => it + shift),
        ...bits,
      );
    });
    return results;
  },
};

/**
 * Its inputs are the same; its results have an axis alone. The bits are those of a formula
 * and of `tf.sum()` over all axes but the last.
 */
export const sumRows: WasmKernel<tf.TensorInfo[]> = {
  name: SUM_ROWS,
  run(inputs: Record<number, tf.TensorInfo>, attributes, backend: WasmBackend) {
    const given = rowsOf(inputs, attributes as RowAttributes, backend);
    const { formula, columns, count, matrices, rows, bits } = given;
    const blocks = Math.ceil(count / BLOCK);
    const bytes = 4 * columns;
    const parts = backend.makeOutput(
      [formula.results, blocks, columns],
      "float32",
    );
    const sums = Array.from(
      { length: formula.results },
      (_, i) => addressOf(backend, parts) + i * blocks * bytes,
    );
    const run = formulaCodeOf(backend, sumLoop, formula, given.counts);
    inParts(backend, blocks, BLOCK * columns, (start, length) => {
      for (let block = start; block < start + length; block++) {
        const row = block * BLOCK;
        run(
          Math.min(BLOCK, count - row),
          columns,
          ...matrices.map((it) => it + row * bytes),
          ...rows,
          ...sums.map((it) => it + block * bytes),
          ...bits,
        );
      }
    });
    const results = sums.map((from) =>
      sumOfBlocks(backend, from, blocks, [columns])
    );
    release(backend, parts);
    return results;
  },
};

/** The inputs of a loop over rows: their sizes and where they lie. */
function rowsOf(
  inputs: Record<number, tf.TensorInfo>,
  { formula, matrices, numbers }: RowAttributes,
  backend: WasmBackend,
) {
  const all = Object.values(inputs);
  const [{ shape }] = all;
  const columns = shape.at(-1)!;
  const addresses = all.map((it) => addressOf(backend, it));
  return {
    formula,
    shape,
    columns,
    count: tf.util.sizeFromShape(shape.slice(0, -1)),
    matrices: addresses.slice(0, matrices),
    rows: addresses.slice(matrices),
    bits: bitsOf(numbers),
    counts: {
      matrices,
      rows: all.length - matrices,
      numbers: numbers.length,
    },
  };
}
