/**
 * What kernels use of TensorFlow.js' WASM backend. It keeps tensors on the
 * heap of a WASM module; the package's own types hide most of this.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";

/** What is used of the compiled module. */
export interface WasmModule {
  HEAPU8: Uint8Array<ArrayBuffer>;
  /** Its memory, in the build with threads. */
  wasmMemory?: WebAssembly.Memory;
  /** Its exports; with `memory` in the build without threads. */
  asm: { memory?: WebAssembly.Memory };
  /** The threads of that build. */
  PThread?: { terminateAllThreads(): void };
  /** Addresses in bytes; 0 where there is no room. */
  _malloc(bytes: number): number;
  _free(address: number): void;
}

/** The backend, as far as kernels use it. */
export interface WasmBackend extends tf.KernelBackend {
  wasm: WasmModule;
  dataIdMap: {
    get(dataId: object): { id: number; memoryOffset: number };
    delete(dataId: object): void;
  };
  /** A tensor on the heap: new and not cleared, or at a given address. */
  makeOutput(
    shape: number[],
    dtype: tf.DataType,
    address?: number,
  ): tf.TensorInfo;
  /** A tensor's values in place; invalid as soon as more memory is taken. */
  typedArrayFromHeap(x: tf.TensorInfo): tf.TypedArray;
}

/** Computes a kernel's result, owned by the caller. */
export type RunKernel = (
  // deno-lint-ignore no-explicit-any -- each kernel names its own inputs
  inputs: any,
  // deno-lint-ignore no-explicit-any -- and attributes
  attributes: any,
  backend: WasmBackend,
) => tf.TensorInfo;

/** A kernel of ours for the WASM backend; a few give several tensors. */
export interface WasmKernel<
  Result extends tf.TensorInfo | tf.TensorInfo[] = tf.TensorInfo,
> {
  /** The operation's name in TensorFlow.js. */
  name: string;
  /** May leave a case to the kernel it replaces, its last parameter. */
  run(...given: [...Parameters<RunKernel>, shipped: RunKernel]): Result;
}

/** A kernel's inputs, all of them given. */
export type Given<Inputs> = { [Name in keyof Inputs]-?: tf.TensorInfo };

/** A tensor's address on the heap, in bytes. */
export function addressOf(backend: WasmBackend, x: tf.TensorInfo): number {
  return backend.dataIdMap.get(x.dataId).memoryOffset;
}

/** The same values under another shape; valid while `x` is. */
export function reshaped(x: tf.TensorInfo, shape: number[]): tf.TensorInfo {
  return { dataId: x.dataId, shape, dtype: x.dtype };
}

/** Runs a kernel the backend has, on values that are no tensors yet. */
export function callKernel(
  name: string,
  inputs: tf.NamedTensorInfoMap,
  attributes: object,
  backend: WasmBackend,
): tf.TensorInfo {
  const kernel = tf.getKernel(name, "wasm");
  return kernel.kernelFunc({
    inputs,
    attrs: attributes as tf.NamedAttrMap,
    backend,
  }) as tf.TensorInfo;
}

/**
 * Truth values as whole numbers of 32 bits, which the loops of this library
 * take; other values as they are.
 *
 * @param spare Receives what is new, for the caller to release.
 */
export function withoutBooleans(
  x: tf.TensorInfo,
  spare: tf.TensorInfo[],
  backend: WasmBackend,
): tf.TensorInfo {
  if (x.dtype !== "bool") return x;
  const numbers = callKernel("Cast", { x }, { dtype: "int32" }, backend);
  spare.push(numbers);
  return numbers;
}

/** Gives back the memory of intermediate values. */
export function release(backend: WasmBackend, ...values: tf.TensorInfo[]) {
  for (const { dataId } of values) backend.disposeData(dataId);
}
