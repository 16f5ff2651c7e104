import * as tf from "@tensorflow/tfjs";
import type { Arithmetic, Formula } from "./assembly/elementwise.ts";
import {
  EVALUATE_FORMULA,
  type FormulaAttributes,
} from "./kernels/evaluate_formula.ts";
import { isRecorded } from "./is_recorded.ts";

export type { Arithmetic, Formula };

/** A formula by operations of TensorFlow.js. */
export const TENSORS: Arithmetic<tf.Tensor> = {
  add: tf.add,
  subtract: tf.sub,
  multiply: tf.mul,
  divide: tf.div,
  root: tf.sqrt,
  inverseRoot: tf.rsqrt,
  positive: tf.relu,
  step: tf.step,
};

/**
 * A running mean: it keeps a share of what it was; `rest` is what `keep`
 * leaves.
 */
export function blend<V>(
  on: Arithmetic<V>,
  kept: V,
  next: V,
  keep: V,
  rest: V,
): V {
  return on.add(on.multiply(kept, keep), on.multiply(next, rest));
}

/**
 * Sets variables to what a formula gives, in their order; runs in a `tidy`.
 *
 * @param others Follow the variables among the formula's tensors.
 * @param numbers Are rounded to float32.
 */
export function reassign(
  formula: Formula,
  variables: tf.Variable[],
  others: tf.Tensor[],
  numbers: number[],
): void {
  const results = evaluate(formula, [...variables, ...others], numbers);
  variables.forEach((variable, i) => variable.assign(results[i]));
}

/**
 * Evaluates a formula: on WASM in one loop over the values, elsewhere, and
 * where shapes differ, by an operation of TensorFlow.js for each of its own.
 * The bits are the same.
 *
 * @returns For the caller to dispose of; what lies between is gone only at the
 *   end of a `tidy`.
 */
export function evaluate(
  formula: Formula,
  values: tf.Tensor[],
  numbers: number[],
): tf.Tensor[] {
  if (!evaluatesInOneLoop() || !areAlike(values)) {
    return formula.compute(
      TENSORS,
      values,
      numbers.map((number) => tf.scalar(number)),
    );
  }
  const attributes: FormulaAttributes = { formula, numbers };
  return tf.engine().runKernel(
    EVALUATE_FORMULA,
    { ...values } as unknown as tf.NamedTensorMap,
    attributes as unknown as tf.NamedAttrMap,
  ) as tf.Tensor[];
}

function areAlike(values: tf.Tensor[]): boolean {
  return values.every(({ shape, dtype }) =>
    dtype === "float32" && tf.util.arraysEqual(shape, values[0].shape)
  );
}

/**
 * Whether the current backend has a loop for formulas, and nobody asks for
 * gradients of what is computed: it has none.
 */
export function evaluatesInOneLoop(): boolean {
  return !isRecorded() &&
    tf.getKernel(EVALUATE_FORMULA, tf.getBackend()) !== undefined;
}
