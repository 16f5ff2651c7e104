import { assemble, type WasmFunction } from "./assemble.ts";
import { clear } from "./clear.ts";
import { addSpacedRows, copyRows } from "./copy_rows.ts";
import { addLaneProducts } from "./lane_products.ts";
import { addIntegerOuterProducts, addOuterProducts } from "./outer_products.ts";
import { addPanelProducts } from "./panel_products.ts";
import { addToMaximaOf2By2, addToMaximaOf3By3 } from "./pool_rows.ts";
import { addToMaxima } from "./pool_window.ts";
import { addRow, multiplyByRow, subtractRow } from "./row_arithmetic.ts";
import { multiplyRows, multiplyRowsOnto } from "./row_products.ts";
import { addIntegerRows, addRows } from "./row_sums.ts";
import { addToWindow } from "./spread_window.ts";
import { transposeMatrix } from "./transpose.ts";

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
];

/**
 * The functions of this folder, ready to run; see each for its parameters. They
 * are WebAssembly's own, so they take 32-bit integers by their place; calls go
 * to other threads as these integers.
 */
export interface OwnCode {
  addIntegerOuterProducts: OwnCode["addOuterProducts"];
  addIntegerRows: OwnCode["addRows"];
  addLaneProducts(
    x: number,
    xStep: number,
    y: number,
    yStep: number,
    count: number,
    out: number,
    width: number,
  ): void;
  addOuterProducts(
    x: number,
    xStep: number,
    y: number,
    yStep: number,
    count: number,
    out: number,
    outStep: number,
    rows: number,
    columns: number,
  ): void;
  addPanelProducts(
    x: number,
    xStep: number,
    panel: number,
    y: number,
    count: number,
    out: number,
    outStep: number,
    panels: number,
    bands: number,
  ): void;
  addRow(
    x: number,
    row: number,
    out: number,
    rows: number,
    columns: number,
  ): void;
  addRows(x: number, out: number, rows: number, columns: number): void;
  addSpacedRows: OwnCode["copyRows"];
  addToMaxima(
    x: number,
    dx: number,
    dy: number,
    depth: number,
    height: number,
    width: number,
    planeStep: number,
    rowStep: number,
    pixelStep: number,
    channels: number,
  ): void;
  addToMaximaOf2By2(
    x: number,
    dx: number,
    dy: number,
    rowStep: number,
    windowStep: number,
    vectors: number,
    count: number,
  ): void;
  addToMaximaOf3By3: OwnCode["addToMaximaOf2By2"];
  addToWindow(
    dx: number,
    dy: number,
    height: number,
    width: number,
    rowStep: number,
    pixelStep: number,
    channels: number,
  ): void;
  clear(address: number, size: number): void;
  copyRows(
    from: number,
    fromStep: number,
    to: number,
    toStep: number,
    count: number,
    width: number,
  ): void;
  multiplyByRow: OwnCode["addRow"];
  multiplyRows(
    x: number,
    xStep: number,
    y: number,
    terms: number,
    out: number,
    outStep: number,
    columns: number,
    rows: number,
  ): void;
  multiplyRowsOnto(
    x: number,
    xStep: number,
    y: number,
    terms: number,
    out: number,
    outStep: number,
    columns: number,
    rows: number,
    start: number,
    least: number,
    most: number,
  ): void;
  subtractRow: OwnCode["addRow"];
  transposeMatrix(
    x: number,
    xStep: number,
    out: number,
    outStep: number,
    rows: number,
    columns: number,
  ): void;
}

/** Compiles this folder's functions for a memory; takes about a millisecond. */
export function compileFor(
  memory: WebAssembly.Memory,
  share?: Share,
): OwnCode {
  return compile(FUNCTIONS, memory, share) as Record<keyof OwnCode, Compiled>;
}

/** A compiled function; its parameters are 32-bit integers. */
export type Compiled = (...parameters: number[]) => void;

/** Makes a module's functions known to other threads; gives those to call. */
export type Share = (
  bytes: Uint8Array,
  functions: Record<string, Compiled>,
) => Record<string, Compiled>;

/** Compiles functions for a memory, by name. */
export function compile(
  functions: WasmFunction[],
  memory: WebAssembly.Memory,
  share: Share = (_, functions) => functions,
): Record<string, Compiled> {
  const shared = !(memory.buffer instanceof ArrayBuffer);
  const bytes = assemble(functions, shared);
  const module = new WebAssembly.Module(bytes);
  const { exports } = new WebAssembly.Instance(module, { heap: { memory } });
  return share(bytes, exports as Record<string, Compiled>);
}
