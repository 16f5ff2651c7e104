/**
 * The one engine of TensorFlow.js, told by its place on the global object: the
 * child does not import the library.
 *
 * @module
 */

import { global } from "../language/natives.ts";

/** A tensor without its methods. */
export interface TensorInfo {
  dataId: object;
  shape: number[];
  dtype: string;
}

/** What is kept for a backward pass. */
export interface Tensor {
  dispose(): void;
}

/** As tfjs-backend-wasm 4.22 has it. */
export interface WasmBackend {
  wasm: {
    PThread?: { terminateAllThreads(): void };
    stackSave?(): number;
    stackRestore?(at: number): void;
  };
  dataIdMap: { delete(dataId: object): boolean };
  disposeData(dataId: object, force?: boolean): boolean;
}

/** As tfjs-core 4.22 has it. */
export interface Engine {
  state: {
    scopeStack: unknown[];
    kernelDepth: number;
    gradientDepth: number;
    activeTape: { saved?: Tensor[] | null }[] | null;
    numDataMovesStack: unknown[];
  };
  backendName: string;
  backendInstance: WasmBackend | null;
  registry: Record<string, unknown>;
  registryFactory: Record<string, { factory(): unknown }>;
  setupRegisteredKernels(): void;
  startScope(name: string): void;
  endScope(result?: unknown): void;
  makeTensor(values: Float32Array, shape: number[], dtype: string): TensorInfo;
  runKernel(name: string, inputs: Record<string, TensorInfo>): TensorInfo;
  readSync(dataId: object): ArrayLike<number>;
  runKernelFunc(params: object): unknown;
  keep(tensor: Tensor): Tensor;
  gradients(...args: unknown[]): unknown;
  disposeTensor(tensor: TensorInfo): void;
}

export function engine(): Engine | undefined {
  // Where tfjs-core keeps it.
  return (global as { _tfengine?: Engine })._tfengine;
}
