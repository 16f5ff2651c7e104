import type * as tf from "@tensorflow/tfjs";
import { inParts } from "./in_parallel.ts";
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
  const { clear } = ownCodeOf(backend);
  const to = addressOf(backend, out);
  if (byteLength % 4 > 0) clear({ address: to, size: byteLength });
  else {
    inParts(backend, byteLength / 4, 1, (start, length) => {
      clear({ address: to + 4 * start, size: 4 * length });
    });
  }
  return out;
}
