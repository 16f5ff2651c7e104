import type { WasmFunction } from "../assembly/assemble.ts";
import {
  type ByName,
  compile,
  type Compiled,
  compileLists,
  type Functions,
  type Share,
} from "../assembly/compile.ts";
import type { Formula } from "../assembly/elementwise.ts";
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

/** Writes a formula's loop, for so many inputs of each kind. */
type FormulaLoop<Counts> = (formula: Formula, counts: Counts) => WasmFunction;

/**
 * A formula's loop on a backend's heap, for so many inputs of each kind; compiled
 * at the first call, in a few tenths of a millisecond.
 */
export function formulaCodeOf<Counts extends object>(
  backend: WasmBackend,
  write: FormulaLoop<Counts>,
  formula: Formula,
  counts: Counts,
): Compiled {
  const known = compiledOnce(
    backend,
    write,
    () => new WeakMap<Formula, Map<string, Compiled>>(),
  );
  const loops = known.get(formula) ?? new Map<string, Compiled>();
  known.set(formula, loops);
  const inputs = Object.values(counts).join();
  let code = loops.get(inputs);
  if (!code) {
    const loop = write(formula, counts);
    const share = poolOf(backend.wasm)?.share;
    code = compileLists([loop], memoryOf(backend), share)[loop.name];
    loops.set(inputs, code);
  }
  return code;
}

function memoryOf({ wasm }: WasmBackend): WebAssembly.Memory {
  const memory = wasm.wasmMemory ?? wasm.asm.memory;
  if (!memory) throw new Error("The WASM backend does not show its memory");
  return memory;
}
