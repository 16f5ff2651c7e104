import { assemble, type WasmFunction } from "./assemble.ts";
import { clear } from "./clear.ts";
import { addSpacedRows, copyRows } from "./copy_rows.ts";
import { addLaneProducts } from "./lane_products.ts";
import { addIntegerOuterProducts, addOuterProducts } from "./outer_products.ts";
import { addPanelProducts } from "./panel_products.ts";
import { addToMaximaOf2By2, addToMaximaOf3By3 } from "./pool_rows.ts";
import { addToMaxima } from "./pool_window.ts";
import { multiplyRows } from "./row_products.ts";
import { addIntegerRows, addRows } from "./row_sums.ts";
import { addToWindow } from "./spread_window.ts";
import { transposeMatrix } from "./transpose.ts";

const FUNCTIONS = [
  addIntegerOuterProducts,
  addIntegerRows,
  addLaneProducts,
  addOuterProducts,
  addPanelProducts,
  addRows,
  addSpacedRows,
  addToMaxima,
  addToMaximaOf2By2,
  addToMaximaOf3By3,
  addToWindow,
  clear,
  copyRows,
  multiplyRows,
  transposeMatrix,
];

/** The functions of this folder, ready to run; see each for its parameters. */
export type OwnCode = Record<
  | "addIntegerOuterProducts"
  | "addIntegerRows"
  | "addLaneProducts"
  | "addOuterProducts"
  | "addPanelProducts"
  | "addRows"
  | "addSpacedRows"
  | "addToMaxima"
  | "addToMaximaOf2By2"
  | "addToMaximaOf3By3"
  | "addToWindow"
  | "clear"
  | "copyRows"
  | "multiplyRows"
  | "transposeMatrix",
  Compiled
>;

/** Compiles this folder's functions for a memory; takes about a millisecond. */
export function compileFor(memory: WebAssembly.Memory): OwnCode {
  return compile(FUNCTIONS, memory) as OwnCode;
}

/** A compiled function; its parameters are 32-bit integers. */
export type Compiled = (...parameters: number[]) => void;

/** Compiles functions for a memory, by name. */
export function compile(
  functions: WasmFunction[],
  memory: WebAssembly.Memory,
): Record<string, Compiled> {
  const shared = !(memory.buffer instanceof ArrayBuffer);
  const module = new WebAssembly.Module(assemble(functions, shared));
  const { exports } = new WebAssembly.Instance(module, { heap: { memory } });
  return exports as Record<string, Compiled>;
}
