/**
 * `tf.matMul()` on WASM.
 *
 * The kernel of tfjs 4.22 gives the product with a tensor's former shape after
 * a reshape, runs a scalar loop for transposed and for stacked matrices, and
 * refuses whole numbers.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import { type BatchPlan, planBatches } from "./batch_plan.ts";
import { denseProduct, type MatrixProduct } from "./matrix_part.ts";
import {
  addTransposedProducts,
  hasFewTerms,
  multiplyFewTerms,
} from "./matrix_product.ts";
import { multiplyTall } from "./tall_product.ts";
import { transposeStack } from "./transpose_stack.ts";
import { makeZeros } from "./make_zeros.ts";
import {
  addressOf,
  type Given,
  release,
  reshaped,
  type WasmBackend,
  type WasmKernel,
  withoutBooleans,
} from "./wasm_backend.ts";

/** Replaces the shipped kernel, for float32 and for whole numbers. */
export const batchMatMul: WasmKernel = {
  name: "BatchMatMul",
  run: (inputs, attributes, backend) =>
    multiplyStacks(inputs, attributes, backend),
};

/**
 * `a * b`, matrices in the last two axes, the others broadcast. Whole numbers
 * are multiplied modulo 2^32 as in TensorFlow; through float32 they would lose
 * bits above 2^24.
 *
 * @returns A new value of the inputs' type, whole numbers for truth values;
 * owned by the caller.
 */
export function multiplyStacks(
  { a, b }: Given<tf.BatchMatMulInputs>,
  { transposeA, transposeB }: tf.BatchMatMulAttrs,
  backend: WasmBackend,
): tf.TensorInfo {
  const plan = planBatches(a.shape, b.shape, transposeA, transposeB);
  const spare: tf.TensorInfo[] = [];
  a = withoutBooleans(a, spare, backend);
  b = withoutBooleans(b, spare, backend);
  const turn = (x: tf.TensorInfo) => {
    const turned = transposed(x, backend);
    spare.push(turned);
    return turned;
  };
  const isReal = a.dtype === "float32";
  const isSwapped = isReal && transposeB && !transposeA && gainsSwapped(plan);
  if (transposeB && !isSwapped) b = turn(b);
  let out: tf.TensorInfo;
  if (plan.inner === 0 || plan.shape.includes(0)) {
    out = makeZeros(backend, plan.shape, a.dtype);
  } else if (isSwapped) {
    const turned = swapped(plan);
    const lying = multiplyEach(multiplyTall, b, turn(a), turned, backend);
    spare.push(lying);
    out = transposed(lying, backend);
  } else if (transposeA && isReal && hasShortSums(plan)) {
    out = multiplyEach(multiplyTall, turn(a), b, plan, backend);
  } else if (transposeA) {
    out = multiplyTransposed(a, b, plan, backend);
  } else {
    const tall = sharesRight(plan) ? asOneProduct(plan) : plan;
    const count = tf.util.sizeFromShape(a.shape) / (tall.rows * tall.inner);
    a = reshaped(a, [count, tall.rows, tall.inner]);
    out = isReal && tall.rows > tall.columns
      ? multiplyEach(multiplyTall, a, b, tall, backend)
      : isReal && hasFewTerms(tall.inner)
      ? multiplyEach(multiplyFewTerms, a, b, tall, backend)
      : multiplyTransposed(turn(a), b, tall, backend);
  }
  release(backend, ...spare);
  return reshaped(out, plan.shape);
}

/**
 * Whether every `a` is multiplied by one and the same `b`, in order. Then all
 * `a` below each other are one tall matrix, and one product does.
 */
function sharesRight({ pairs }: BatchPlan): boolean {
  return pairs.every(([a, b], batch) => a === batch && b === 0);
}

function asOneProduct({ rows, inner, columns, pairs }: BatchPlan): BatchPlan {
  const tall = rows * pairs.length;
  return {
    rows: tall,
    inner,
    columns,
    pairs: [[0, 0]],
    shape: [tall, columns],
  };
}

/**
 * Whether of `a * transposed(b)` the transpose is computed, `b * transposed(a)`,
 * a tall product: where it costs less to transpose `a` and that than `b`.
 */
function gainsSwapped({ rows, inner, columns, pairs }: BatchPlan): boolean {
  return pairs.length === 1 && rows < columns && rows <= inner;
}

function swapped({ rows, inner, columns, pairs }: BatchPlan): BatchPlan {
  const shape = [columns, rows];
  return { rows: columns, inner, columns: rows, pairs, shape };
}

/** Columns for a term of which it costs more to clear the sums, and to read them. */
const COLUMNS_A_TERM = 4;

/**
 * Whether of `transposed(a) * b` it costs less to transpose `a` than to add to
 * sums in memory: the gradient of a large dense layer for a small batch.
 */
function hasShortSums({ rows, inner, columns, pairs }: BatchPlan): boolean {
  return pairs.length === 1 && rows > columns &&
    columns >= COLUMNS_A_TERM * inner;
}

/**
 * A tall product first sorts `b`, value by value. Where the product has no more
 * rows than columns, that costs more than to transpose `a` and add up by this
 * folder's sums.
 */
function multiplyEach(
  multiply: (backend: WasmBackend, products: MatrixProduct[]) => void,
  a: tf.TensorInfo,
  b: tf.TensorInfo,
  plan: BatchPlan,
  backend: WasmBackend,
): tf.TensorInfo {
  const out = backend.makeOutput(plan.shape, "float32");
  multiply(backend, products(a, b, out, plan, false, backend));
  return out;
}

function multiplyTransposed(
  a: tf.TensorInfo,
  b: tf.TensorInfo,
  plan: BatchPlan,
  backend: WasmBackend,
): tf.TensorInfo {
  const out = makeZeros(backend, plan.shape, a.dtype);
  addTransposedProducts(
    backend,
    products(a, b, out, plan, true, backend),
    a.dtype,
  );
  return out;
}

function products(
  a: tf.TensorInfo,
  b: tf.TensorInfo,
  out: tf.TensorInfo,
  { rows, inner, columns, pairs }: BatchPlan,
  isLeftTransposed: boolean,
  backend: WasmBackend,
): MatrixProduct[] {
  const [left, right, to] = [a, b, out].map((it) => addressOf(backend, it));
  return pairs.map(([fromA, fromB], batch) =>
    denseProduct({
      left: left + 4 * fromA * rows * inner,
      right: right + 4 * fromB * inner * columns,
      out: to + 4 * batch * rows * columns,
      rows,
      inner,
      columns,
    }, isLeftTransposed)
  );
}

/** Each matrix of a stack transposed, in memory of its own. */
function transposed(x: tf.TensorInfo, backend: WasmBackend): tf.TensorInfo {
  const [rows, columns] = x.shape.slice(-2);
  const outer = x.shape.slice(0, -2);
  const out = backend.makeOutput([...outer, columns, rows], x.dtype);
  const count = tf.util.sizeFromShape(outer);
  transposeStack(backend, x, out, { count, rows, columns, size: 1 });
  return out;
}
