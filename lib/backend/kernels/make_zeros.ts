import type * as tf from "@tensorflow/tfjs";
import { ownCodeOf } from "./own_code_of.ts";
import { addressOf, type WasmBackend } from "./wasm_backend.ts";

/** A new tensor of zeros, owned by the caller. */
export function makeZeros(
  backend: WasmBackend,
  shape: number[],
  dtype: tf.DataType = "float32",
): tf.TensorInfo {
  const out = backend.makeOutput(shape, dtype);
  const { byteLength } = backend.typedArrayFromHeap(out);
  ownCodeOf(backend).clear(addressOf(backend, out), byteLength);
  return out;
}
