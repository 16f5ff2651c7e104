import {
  compile,
  type Compiled,
  compileFor,
  type OwnCode,
} from "../assembly/own_code.ts";
import type { WasmFunction } from "../assembly/assemble.ts";
import { elementwise, type Formula } from "../assembly/elementwise.ts";
import {
  type TRANSFORMS,
  transformsOf,
  type WinogradForm,
} from "../assembly/winograd_transforms.ts";
import type { WasmBackend } from "./wasm_backend.ts";

const compiled = new WeakMap<object, OwnCode>();

const single = new WeakMap<object, Map<WasmFunction, Compiled>>();

/** By the module, whose memory they work on. */
const formulas = new WeakMap<object, WeakMap<Formula, Compiled>>();

type Transforms = Record<typeof TRANSFORMS[number], Compiled>;

const transforms = new WeakMap<object, Map<WinogradForm, Transforms>>();

/** Our compiled functions on a backend's heap; compiled at the first call. */
export function ownCodeOf(backend: WasmBackend): OwnCode {
  const { wasm } = backend;
  const known = compiled.get(wasm);
  if (known) return known;
  const code = compileFor(memoryOf(backend));
  compiled.set(wasm, code);
  return code;
}

/** One function on a backend's heap; compiled at the first call. */
export function compiledOn(
  backend: WasmBackend,
  one: WasmFunction,
): Compiled {
  const known = single.get(backend.wasm) ?? new Map();
  single.set(backend.wasm, known);
  const code = known.get(one) ?? compile([one], memoryOf(backend))[one.name];
  known.set(one, code);
  return code;
}

/** A form's transforms on a backend's heap; compiled at the first call. */
export function transformsOn(
  backend: WasmBackend,
  form: WinogradForm,
): Transforms {
  const known = transforms.get(backend.wasm) ?? new Map();
  transforms.set(backend.wasm, known);
  const code = known.get(form) ??
    compile(transformsOf(form), memoryOf(backend)) as Transforms;
  known.set(form, code);
  return code;
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
  const known = formulas.get(backend.wasm) ?? new WeakMap();
  formulas.set(backend.wasm, known);
  const code = known.get(formula) ??
    compile([elementwise(formula, values, numbers)], memoryOf(backend))
      .elementwise;
  known.set(formula, code);
  return code;
}

function memoryOf({ wasm }: WasmBackend): WebAssembly.Memory {
  const memory = wasm.wasmMemory ?? wasm.asm.memory;
  if (!memory) throw new Error("The WASM backend does not show its memory");
  return memory;
}
