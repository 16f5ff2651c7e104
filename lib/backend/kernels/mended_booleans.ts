/**
 * Kernels of tfjs 4.22 that take words of four bytes for all values. Truth values
 * have one byte: results were wrong, and what lies behind them in memory was
 * overwritten. `stridedSlice` called whole numbers float32 without changing them.
 *
 * @module
 */

import type * as tf from "@tensorflow/tfjs";
import {
  callKernel,
  type Given,
  release,
  type RunKernel,
  type WasmBackend,
  type WasmKernel,
  withoutBooleans,
} from "./wasm_backend.ts";

/** Runs a kernel with whole numbers for some of its inputs, if these are truths. */
function withIntegers(
  run: RunKernel,
  inputs: Record<string, tf.TensorInfo>,
  names: string[],
  attributes: object,
  backend: WasmBackend,
): tf.TensorInfo | tf.TensorInfo[] {
  if (inputs[names[0]].dtype !== "bool") {
    return run(inputs, attributes, backend);
  }
  const spare: tf.TensorInfo[] = [];
  const numbers = Object.fromEntries(
    names.map((name) => [name, withoutBooleans(inputs[name], spare, backend)]),
  );
  const result = run({ ...inputs, ...numbers }, attributes, backend);
  release(backend, ...spare);
  // The first result has the values, others are indices.
  const [values, ...others] = [result].flat();
  const out = callKernel("Cast", { x: values }, { dtype: "bool" }, backend);
  release(backend, values);
  return others.length > 0 ? [out, ...others] : out;
}

/** A kernel whose inputs of these names have the type of its result. */
function mended(
  name: string,
  names: string[],
  run = (shipped: RunKernel): RunKernel => shipped,
): WasmKernel<tf.TensorInfo | tf.TensorInfo[]> {
  return {
    name,
    run: (inputs, attributes, backend, shipped) =>
      withIntegers(run(shipped), inputs, names, attributes, backend),
  };
}

/** The bits of the first input's type, which the result did not get. */
function keepingType(shipped: RunKernel): RunKernel {
  return ({ x }: Given<{ x: tf.TensorInfo }>, attributes, backend) => {
    const bits = shipped({ x }, attributes, backend);
    if (bits.dtype === x.dtype) return bits;
    const out = backend.makeOutput(bits.shape, x.dtype);
    const [from, to] = [bits, out].map((it) => backend.typedArrayFromHeap(it));
    to.set(new Int32Array(from.buffer, from.byteOffset, from.length));
    release(backend, bits);
    return out;
  };
}

export const mendedBooleans = [
  mended("Reverse", ["x"]),
  mended("Select", ["t", "e"]),
  mended("StridedSlice", ["x"], keepingType),
  mended("TopK", ["x"]),
];
