import { compileFor, type OwnCode } from "../assembly/own_code.ts";
import type { WasmBackend } from "./wasm_backend.ts";

const compiled = new WeakMap<object, OwnCode>();

/** Our compiled functions on a backend's heap; compiled at the first call. */
export function ownCodeOf(backend: WasmBackend): OwnCode {
  const { wasm } = backend;
  const known = compiled.get(wasm);
  if (known) return known;
  const memory = wasm.wasmMemory ?? wasm.asm.memory;
  if (!memory) throw new Error("The WASM backend does not show its memory");
  const code = compileFor(memory);
  compiled.set(wasm, code);
  return code;
}
