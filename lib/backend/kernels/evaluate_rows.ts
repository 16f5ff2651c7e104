/**
 * Formulas over tensors, rows of the size of their last axis and columns of the
 * size of the others, and sums of such over either, each in one loop. No
 * operations of TensorFlow.js: what `evaluateRows()`, `sumRows()` and
 * `sumColumns()` run on WASM.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import type { Formula } from "../assembly/elementwise.ts";
import {
  sumColumns as sumColumnsLoop,
  sumRows as sumRowsLoop,
} from "../assembly/formula_sums.ts";
import { evaluateRows as evaluateLoop } from "../assembly/row_formulas.ts";
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
export const SUM_COLUMNS = "ThawSumColumns";

/** What the kernels are told beside the tensors. */
export interface RowAttributes {
  formula: Formula;
  /** How many of the inputs, the first ones, are tensors of one shape. */
  matrices: number;
  /** How many after these are rows; the others are columns. */
  rows: number;
  numbers: number[];
}

/** Its inputs are float32, by their place: tensors, then rows, then columns. */
export const evaluateRows = rowByRow(
  EVALUATE_ROWS,
  evaluateLoop,
  (shape) => shape,
);

/** Its inputs are the same; its results are columns. */
export const sumColumns = rowByRow(
  SUM_COLUMNS,
  sumColumnsLoop,
  (shape) => shape.with(-1, 1),
);

/** A kernel whose results have a row, or a value, for each row of its inputs. */
function rowByRow(
  name: string,
  loop: typeof evaluateLoop,
  resultShape: (shape: number[]) => number[],
): WasmKernel<tf.TensorInfo[]> {
  return {
    name,
    run(inputs: Record<number, tf.TensorInfo>, attributes, backend) {
      const given = rowsOf(inputs, attributes as RowAttributes, backend);
      const { formula, width, height } = given;
      const shape = resultShape(given.shape);
      const results = Array.from(
        { length: formula.results },
        () => backend.makeOutput(shape, "float32"),
      );
      const to = results.map((it) => addressOf(backend, it));
      const bytes = 4 * shape.at(-1)!;
      const run = formulaCodeOf(backend, loop, formula, given.counts);
      inParts(backend, height, width, (start, length) => {
        run(
          length,
          width,
          ...given.from(start),
          ...to.map((it) => it + start * bytes),
          ...given.bits,
        );
      });
      return results;
    },
  };
}

/**
 * Its inputs are the same; its results are vectors. The bits are those of a
 * formula and of `tf.sum()` over all axes but the last.
 */
export const sumRows: WasmKernel<tf.TensorInfo[]> = {
  name: SUM_ROWS,
  run(inputs: Record<number, tf.TensorInfo>, attributes, backend: WasmBackend) {
    const given = rowsOf(inputs, attributes as RowAttributes, backend);
    const { formula, width, height } = given;
    const blocks = Math.ceil(height / BLOCK);
    const bytes = 4 * width;
    const parts = backend.makeOutput(
      [formula.results, blocks, width],
      "float32",
    );
    const sums = Array.from(
      { length: formula.results },
      (_, i) => addressOf(backend, parts) + i * blocks * bytes,
    );
    const run = formulaCodeOf(backend, sumRowsLoop, formula, given.counts);
    inParts(backend, blocks, BLOCK * width, (start, length) => {
      for (let block = start; block < start + length; block++) {
        const row = block * BLOCK;
        run(
          Math.min(BLOCK, height - row),
          width,
          ...given.from(row),
          ...sums.map((it) => it + block * bytes),
          ...given.bits,
        );
      }
    });
    const results = sums.map((from) =>
      sumOfBlocks(backend, from, blocks, [width])
    );
    release(backend, parts);
    return results;
  },
};

/** The inputs of a loop over rows: their sizes and where they lie. */
function rowsOf(
  inputs: Record<number, tf.TensorInfo>,
  { formula, matrices, rows, numbers }: RowAttributes,
  backend: WasmBackend,
) {
  const all = Object.values(inputs);
  const [{ shape }] = all;
  const width = shape.at(-1)!;
  const addresses = all.map((it) => addressOf(backend, it));
  return {
    formula,
    shape,
    width,
    height: tf.util.sizeFromShape(shape.slice(0, -1)),
    /** Where they lie from a row on. */
    from: (row: number) =>
      addresses.map((it, i) => {
        if (i < matrices) return it + 4 * row * width;
        return i < matrices + rows ? it : it + 4 * row;
      }),
    bits: bitsOf(numbers),
    counts: {
      matrices,
      rows,
      columns: all.length - matrices - rows,
      numbers: numbers.length,
    },
  };
}
