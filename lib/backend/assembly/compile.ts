/**
 * Functions of WebAssembly, ready to run on a memory.
 *
 * @module
 */

import { assemble, type WasmFunction } from "./assemble.ts";

/** A compiled function; its parameters are 32-bit integers. */
export type Compiled = (...parameters: number[]) => void;

/** A compiled function that takes its integers by their names. */
export type ByName<Parameter extends string> = (
  integers: Readonly<Record<Parameter, number>>,
) => void;

/** Functions of these definitions, by name. */
export type Functions<Defined extends WasmFunction> = {
  [One in Defined as One["name"]]: ByName<One["parameters"][number]>;
};

/** Makes a module's functions known to other threads; gives those to call. */
export type Share = (
  bytes: Uint8Array,
  functions: Record<string, Compiled>,
) => Record<string, Compiled>;

/** Compiles functions for a memory. */
export function compile<const Defined extends WasmFunction>(
  functions: readonly Defined[],
  memory: WebAssembly.Memory,
  share?: Share,
): Functions<Defined> {
  return byName(functions, compileLists(functions, memory, share));
}

/** Compiles functions for a memory; each takes its integers as a list. */
export function compileLists(
  functions: readonly WasmFunction[],
  memory: WebAssembly.Memory,
  share: Share = (_, functions) => functions,
): Record<string, Compiled> {
  const shared = !(memory.buffer instanceof ArrayBuffer);
  const bytes = assemble(functions, shared);
  const module = new WebAssembly.Module(bytes);
  const { exports } = new WebAssembly.Instance(module, { heap: { memory } });
  return share(bytes, exports as Record<string, Compiled>);
}

/**
 * Functions that take their integers by name, in front of those that take them
 * in order. Their text is written, since V8 then makes no object for a call: one
 * function that looks names up in a list takes ten times as long.
 */
function byName<Defined extends WasmFunction>(
  functions: readonly Defined[],
  compiled: Record<string, Compiled>,
): Functions<Defined> {
  const lines = functions.map(({ name, parameters }) =>
    `${name}: ({ ${parameters} }) => compiled.${name}(${parameters}),`
  );
  const make = new Function("compiled", `return {\n${lines.join("\n")}\n};`);
  return make(compiled);
}
