/**
 * A formula over tensors in one loop. No operation of TensorFlow.js: what
 * `evaluate()` runs on WASM.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import { elementwise, type Formula } from "../assembly/elementwise.ts";
import { inParts } from "./in_parallel.ts";
import { formulaCodeOf } from "./own_code_of.ts";
import {
  addressOf,
  type WasmBackend,
  type WasmKernel,
} from "./wasm_backend.ts";

export const EVALUATE_FORMULA = "ThawEvaluateFormula";

/** What the kernel is told beside the tensors. */
export interface FormulaAttributes {
  formula: Formula;
  numbers: number[];
}

/** Its inputs are float32 of one shape, by their place: `{ 0: x, 1: y }`. */
export const evaluateFormula: WasmKernel<tf.TensorInfo[]> = {
  name: EVALUATE_FORMULA,
  run(inputs: Record<number, tf.TensorInfo>, attributes, backend: WasmBackend) {
    const { formula, numbers } = attributes as FormulaAttributes;
    return runFormula(backend, formula, Object.values(inputs), numbers);
  },
};

/** Evaluates a formula of float32 of one shape; owned by the caller. */
export function runFormula(
  backend: WasmBackend,
  formula: Formula,
  values: tf.TensorInfo[],
  numbers: number[],
): tf.TensorInfo[] {
  const [{ shape }] = values;
  const results = Array.from(
    { length: formula.results },
    () => backend.makeOutput(shape, "float32"),
  );
  const run = formulaCodeOf(backend, elementwise, formula, {
    values: values.length,
    numbers: numbers.length,
  });
  const addresses = [...values, ...results].map((it) => addressOf(backend, it));
  const bits = bitsOf(numbers);
  inParts(backend, tf.util.sizeFromShape(shape), 1, (start, length) => {
    run(length, ...addresses.map((it) => it + 4 * start), ...bits);
  });
  return results;
}

/** Numbers as loops take them. */
export function bitsOf(numbers: number[]): Int32Array {
  return new Int32Array(new Float32Array(numbers).buffer);
}
