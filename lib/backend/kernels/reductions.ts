/**
 * Reductions on WASM, of no values, too: the kernels of tfjs 4.22 then gave what
 * lay in memory, or divided by zero. The sum of nothing is 0, its product 1, its
 * greatest value the least there is.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import { sum } from "./leading_sums.ts";
import type { WasmBackend, WasmKernel } from "./wasm_backend.ts";

/** By kernel, what is reduced to it where there are no values. */
const OF_NOTHING: Record<string, number> = {
  All: 1,
  Any: 0,
  Max: -Infinity,
  Min: Infinity,
  Prod: 1,
  Sum: 0,
};

/** Above the greatest int32. */
const PAST_INT32 = 2 ** 31;

export const reductions: WasmKernel[] = Object.entries(OF_NOTHING).map(
  ([name, value]): WasmKernel => ({
    name,
    run({ x }: { x: tf.TensorInfo }, attributes, backend, shipped) {
      if (tf.util.sizeFromShape(x.shape) === 0) {
        return filled(x, attributes, value, backend);
      }
      return name === "Sum"
        ? sum.run({ x }, attributes, backend, shipped)
        : shipped({ x }, attributes, backend);
    },
  }),
);

function filled(
  { shape, dtype }: tf.TensorInfo,
  attributes: Partial<tf.SumAttrs & tf.MaxAttrs>,
  value: number,
  backend: WasmBackend,
): tf.TensorInfo {
  const { axis, reductionIndices, keepDims } = attributes;
  const axes = tf.util.parseAxisParam(axis ?? reductionIndices!, shape);
  const reduced = keepDims
    ? shape.map((size, i) => axes.includes(i) ? 1 : size)
    : shape.filter((_, i) => !axes.includes(i));
  const out = backend.makeOutput(reduced, dtype);
  const least = dtype === "int32" ? -PAST_INT32 : -Infinity;
  const most = dtype === "int32" ? PAST_INT32 - 1 : Infinity;
  backend.typedArrayFromHeap(out)
    .fill(Math.min(Math.max(value, least), most));
  return out;
}
