/**
 * The WASM backend after a Stop that cut code: its stack pointer is put back,
 * one small operation tells whether it is whole, and if not, another takes its
 * place and all tensors are kept.
 *
 * @module
 */

import { type Engine, engine, type WasmBackend } from "./tfjs_engine.ts";
import { Array } from "../language/natives.ts";

/** The stack pointer of a backend while none of its code runs. */
const stacks = new WeakMap<WasmBackend, number>();

function wasmBackend(found: Engine | undefined): WasmBackend | undefined {
  return found?.backendName === "wasm"
    ? found.backendInstance ?? undefined
    : undefined;
}

/** To be called when none of the backend's code runs. */
export function noteStack() {
  const backend = wasmBackend(engine());
  if (!backend || stacks.has(backend)) return;
  const at = backend.wasm.stackSave?.();
  if (at !== undefined) stacks.set(backend, at);
}

/**
 * Repairs the backend, if need be.
 *
 * @returns Whether it was started anew.
 */
export async function repairBackend(): Promise<boolean> {
  const found = engine();
  const backend = wasmBackend(found);
  if (!found || !backend) return false;
  try {
    const at = stacks.get(backend);
    if (at !== undefined) backend.wasm.stackRestore?.(at);
    if (isWhole(found)) return false;
  } catch {
    // Aborted, or out of its memory.
  }
  await startAnew(found, backend);
  return true;
}

function isWhole(found: Engine): boolean {
  const ones = found.makeTensor(new Float32Array([1, 2]), [2], "float32");
  const sum = found.runKernel("Add", { a: ones, b: ones });
  const [first, second] = [...Array.from(found.readSync(sum.dataId))];
  found.disposeTensor(ones);
  found.disposeTensor(sum);
  return first === 2 && second === 4;
}

/**
 * The engine moves each tensor to the new backend when it is used next, and
 * reads it from the old one's memory, which needs none of its code.
 */
async function startAnew(found: Engine, old: WasmBackend) {
  const fresh = await found.registryFactory.wasm.factory() as WasmBackend;
  old.disposeData = (dataId) => {
    old.dataIdMap.delete(dataId);
    return true;
  };
  old.wasm.PThread?.terminateAllThreads();
  found.registry.wasm = fresh;
  found.backendInstance = fresh;
  found.setupRegisteredKernels();
}
