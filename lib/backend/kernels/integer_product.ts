import type * as tf from "@tensorflow/tfjs";
import type { BatchPlan } from "./batch_plan.ts";
import { type Given, makeZeros, type WasmBackend } from "./wasm_backend.ts";

/**
 * A product of stacked matrices of whole numbers, modulo 2^32 as in
 * TensorFlow; through float32 it would lose bits above 2^24.
 */
export function multiplyIntegers(
  { a, b }: Given<tf.BatchMatMulInputs>,
  { transposeA, transposeB }: tf.BatchMatMulAttrs,
  { rows, inner, columns, pairs, shape }: BatchPlan,
  backend: WasmBackend,
): tf.TensorInfo {
  const out = makeZeros(backend, shape, "int32");
  const left = backend.typedArrayFromHeap(a);
  const right = backend.typedArrayFromHeap(b);
  const sums = backend.typedArrayFromHeap(out);
  const [aRow, aInner] = transposeA ? [1, rows] : [inner, 1];
  const [bInner, bColumn] = transposeB ? [1, inner] : [columns, 1];
  pairs.forEach(([fromA, fromB], batch) => {
    for (let i = 0; i < rows; i++) {
      for (let k = 0; k < inner; k++) {
        const factor = left[fromA * rows * inner + i * aRow + k * aInner];
        const base = fromB * inner * columns + k * bInner;
        const target = (batch * rows + i) * columns;
        for (let j = 0; j < columns; j++) {
          sums[target + j] += Math.imul(factor, right[base + j * bColumn]);
        }
      }
    }
  });
  return out;
}
