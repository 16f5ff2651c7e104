import type { WasmFunction } from "./assemble.ts";
import { clear } from "./clear.ts";
import { compile, type Functions, type Share } from "./compile.ts";
import { addSpacedRows, copyRows } from "./copy_rows.ts";
import { addLaneProducts } from "./lane_products.ts";
import {
  addIntegerOuterProducts,
  addOuterProducts,
  addOuterProductsFused,
} from "./outer_products.ts";
import { addPanelProducts, addPanelProductsFused } from "./panel_products.ts";
import { addToMaximaOf2By2, addToMaximaOf3By3 } from "./pool_rows.ts";
import { addRow, multiplyByRow, subtractRow } from "./row_arithmetic.ts";
import {
  multiplyRows,
  multiplyRowsFused,
  multiplyRowsOnto,
  multiplyRowsOntoFused,
} from "./row_products.ts";
import { addIntegerRows, addRows } from "./row_sums.ts";
import { addToWindow } from "./spread_window.ts";
import { transposeMatrix, transposePairs } from "./transpose.ts";
import { addToMaxima } from "./window_maxima.ts";

const FUNCTIONS = [
  addIntegerOuterProducts,
  addIntegerRows,
  addLaneProducts,
  addOuterProducts,
  addPanelProducts,
  addRow,
  addRows,
  addSpacedRows,
  addToMaxima,
  addToMaximaOf2By2,
  addToMaximaOf3By3,
  addToWindow,
  clear,
  copyRows,
  multiplyByRow,
  multiplyRows,
  multiplyRowsOnto,
  subtractRow,
  transposeMatrix,
  transposePairs,
];

/** In the place of those of their names. */
const FUSED = [
  addOuterProductsFused,
  addPanelProductsFused,
  multiplyRowsFused,
  multiplyRowsOntoFused,
];

/**
 * The functions of this folder that several kernels share, ready to run. See
 * each for what it takes, by name, all 32-bit integers.
 */
export type OwnCode = Functions<typeof FUNCTIONS[number]>;

/** This folder's functions for a memory, each compiled when it is first read. */
export function compileFor(
  memory: WebAssembly.Memory,
  share?: Share,
): OwnCode {
  return compiledWhenRead(FUNCTIONS, memory, share);
}

/**
 * The same, whose products are added without a rounding of their own where the
 * machine can.
 */
export function compileFusedFor(
  memory: WebAssembly.Memory,
  share?: Share,
): OwnCode {
  const fused = FUSED.map((make) => make());
  const functions = FUNCTIONS.map((one) =>
    fused.find(({ name }) => name === one.name) ?? one
  );
  return compiledWhenRead(functions, memory, share);
}

function compiledWhenRead(
  functions: readonly WasmFunction[],
  memory: WebAssembly.Memory,
  share?: Share,
): OwnCode {
  const code = {};
  for (const one of functions) {
    Object.defineProperty(code, one.name, {
      configurable: true,
      get() {
        const value = compile([one], memory, share)[one.name];
        Object.defineProperty(code, one.name, { value });
        return value;
      },
    });
  }
  return code as OwnCode;
}
