import type { WasmFunction } from "../assembly/assemble.ts";
import {
  type ByName,
  compile,
  type Compiled,
  compileLists,
  type Functions,
  type Share,
} from "../assembly/compile.ts";
import { elementwise, type Formula } from "../assembly/elementwise.ts";
import {
  compileFor,
  compileFusedFor,
  type OwnCode,
} from "../assembly/own_code.ts";
import {
  transformsOf,
  type WinogradForm,
} from "../assembly/winograd_transforms.ts";
import { areSumsFused } from "./fused_sums.ts";
import { poolOf } from "../threads/thread_pool.ts";
import type { WasmBackend } from "./wasm_backend.ts";

export type Transforms = Functions<ReturnType<typeof transformsOf>[number]>;

/** What was compiled, by the backend's module and by what it was made of. */
const compiled = new WeakMap<object, WeakMap<object, unknown>>();

/** What `make` compiles for a backend's memory, made once for each `source`. */
function compiledOnce<Code>(
  backend: WasmBackend,
  source: object,
  make: (memory: WebAssembly.Memory, share?: Share) => Code,
): Code {
  const known = compiled.get(backend.wasm) ?? new WeakMap<object, unknown>();
  compiled.set(backend.wasm, known);
  const code = known.get(source) ??
    make(memoryOf(backend), poolOf(backend.wasm)?.share);
  known.set(source, code);
  return code as Code;
}

/** Our compiled functions on a backend's heap; compiled at the first call. */
export function ownCodeOf(backend: WasmBackend): OwnCode {
  const compileAll = areSumsFused() ? compileFusedFor : compileFor;
  return compiledOnce(backend, compileAll, compileAll);
}

/**
 * One function on a backend's heap; compiled at the first call, and written then
 * where `one` makes it.
 */
export function compiledOn<Parameter extends string>(
  backend: WasmBackend,
  one:
    | WasmFunction<string, Parameter>
    | (() => WasmFunction<string, Parameter>),
): ByName<Parameter> {
  return compiledOnce(backend, one, (memory, share) => {
    const written = typeof one === "function" ? one() : one;
    return compile([written], memory, share)[written.name];
  });
}

/** A form's transforms on a backend's heap; compiled at the first call. */
export function transformsOn(
  backend: WasmBackend,
  form: WinogradForm,
): Transforms {
  return compiledOnce(
    backend,
    form,
    (memory, share): Transforms => compile(transformsOf(form), memory, share),
  );
}

/**
 * A formula's loop on a backend's heap; compiled at the first call, in a few
 * tenths of a millisecond.
 */
export function formulaCodeOf(
  backend: WasmBackend,
  formula: Formula,
  values: number,
  numbers: number,
): Compiled {
  return compiledOnce(
    backend,
    formula,
    (memory, share) =>
      compileLists([elementwise(formula, values, numbers)], memory, share)
        .elementwise,
  );
}

function memoryOf({ wasm }: WasmBackend): WebAssembly.Memory {
  const memory = wasm.wasmMemory ?? wasm.asm.memory;
  if (!memory) throw new Error("The WASM backend does not show its memory");
  return memory;
}
