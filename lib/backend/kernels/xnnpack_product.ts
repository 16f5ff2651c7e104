import type { MatrixProduct } from "./matrix_part.ts";
import type { WasmBackend } from "./wasm_backend.ts";

type NativeProduct = (...values: (number | Uint8Array)[]) => void;

const bound = new WeakMap<object, NativeProduct>();

/**
 * Ids that live for one call. The backend counts up from 1 and never gets here.
 */
const [LEFT, RIGHT, OUT] = [0x7fff_fff0, 0x7fff_fff1, 0x7fff_fff2];

/**
 * Writes `left * right` of dense float32 to `out`, by XNNPACK as the backend
 * ships it.
 *
 * XNNPACK sorts the right matrix for its registers and the backend keeps that
 * under the tensor's id alone. A tensor that is used, reshaped and used again
 * is then multiplied in its former shape. An id that lives for one call has no
 * such past.
 */
export function multiplyByXnnpack(
  { wasm }: WasmBackend,
  { left, right, out, rows, inner, columns }: MatrixProduct,
): void {
  wasm.tfjs.registerTensor(LEFT, rows * inner, left);
  wasm.tfjs.registerTensor(RIGHT, inner * columns, right);
  wasm.tfjs.registerTensor(OUT, rows * columns, out);
  nativeProduct(wasm)(
    LEFT,
    bytesOf([1, rows, inner]),
    3,
    RIGHT,
    bytesOf([1, inner, columns]),
    3,
    0,
    0,
    OUT,
  );
  for (const id of [LEFT, RIGHT, OUT]) wasm.tfjs.disposeData(id);
}

function nativeProduct(wasm: WasmBackend["wasm"]): NativeProduct {
  let native = bound.get(wasm);
  if (!native) {
    native = wasm.cwrap("BatchMatMul", null, [
      ...["number", "array", "number"] as const,
      ...["number", "array", "number"] as const,
      ...["number", "number", "number"] as const,
    ]);
    bound.set(wasm, native);
  }
  return native;
}

function bytesOf(shape: number[]): Uint8Array {
  return new Uint8Array(new Int32Array(shape).buffer);
}
