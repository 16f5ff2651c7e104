/**
 * Reductions on WASM, of no values, too: the kernels of tfjs 4.22 then gave what
 * lay in memory, or divided by zero. The sum of nothing is 0, its product 1, its
 * mean NaN, its greatest value the least there is.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import { mean, sum } from "./leading_sums.ts";
import type { WasmBackend, WasmKernel } from "./wasm_backend.ts";
import { withinInt32 } from "./within_int32.ts";

/** By kernel, what is reduced to it where there are no values. */
const OF_NOTHING: Record<string, number> = {
  All: 1,
  Any: 0,
  Max: -Infinity,
  Mean: NaN,
  Min: Infinity,
  Prod: 1,
  Sum: 0,
};

/** The kernels of this library; the others are shipped. */
const OWN: Record<string, WasmKernel> = { Mean: mean, Sum: sum };

export const reductions: WasmKernel[] = Object.entries(OF_NOTHING).map(
  ([name, value]): WasmKernel => ({
    name,
    run({ x }: { x: tf.TensorInfo }, attributes, backend, shipped) {
      if (tf.util.sizeFromShape(x.shape) === 0) {
        // Means of whole numbers are none.
        const dtype = name === "Mean" ? "float32" : x.dtype;
        return filled(x.shape, dtype, attributes, value, backend);
      }
      return name in OWN
        ? OWN[name].run({ x }, attributes, backend, shipped)
        : shipped({ x }, attributes, backend);
    },
  }),
);

function filled(
  shape: number[],
  dtype: tf.DataType,
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
  backend.typedArrayFromHeap(out)
    .fill(dtype === "int32" ? withinInt32(value) : value);
  return out;
}
