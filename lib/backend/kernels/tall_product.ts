/**
 * Products of a matrix of many rows with one of few columns: a dense layer, a
 * convolution by 1x1, the gradient of patches.
 *
 * By a loop like XNNPACK's, on panels of the right matrix: to its bits, in 0.4 to
 * 0.9 of its time, and on all threads. XNNPACK as the backend ships it keeps its
 * panels under the right tensor's id alone, so a tensor that is used, reshaped
 * and used again is multiplied in its former shape.
 *
 * @module
 */

import { PANEL } from "../assembly/row_tiles.ts";
import {
  inParallel,
  TASK_PRODUCTS,
  taskCount,
  threadsOf,
} from "./in_parallel.ts";
import { type MatrixProduct, spans } from "./matrix_part.ts";
import { runProducts } from "./matrix_product.ts";
import { ownCodeOf } from "./own_code_of.ts";
import { addressOf, release, type WasmBackend } from "./wasm_backend.ts";

/** Writes each `left * right` of dense float32 to `out`. */
export function multiplyTall(
  backend: WasmBackend,
  products: MatrixProduct[],
): void {
  if (products.length < threadsOf(backend)) {
    for (const product of products) multiplyOnThreads(backend, product);
  } else {
    runProducts(backend, products, {
      isLeftTransposed: false,
      scratch: ({ inner, columns }) => packedSize(inner, columns),
      run(backend, product, panels) {
        pack(backend, product, panels, 0, product.columns);
        multiplyRows(backend, product, panels);
      },
    });
  }
}

/** Values of a matrix's panels, the last filled up with zeros. */
export function packedSize(inner: number, columns: number): number {
  return inner * PANEL * Math.ceil(columns / PANEL);
}

/** Columns that a task packs. */
const PACKED_COLUMNS = 64;

/** A matrix of fewer values is packed by one task. */
const SMALL = 2 ** 16;

/** Most tasks for each thread. */
const TASKS = 4;

/** The panels of a matrix `[inner, columns]`, owned by the caller. */
export function packed(
  backend: WasmBackend,
  right: Pick<MatrixProduct, "right" | "rightStep" | "inner" | "columns">,
) {
  const { inner, columns } = right;
  const panels = backend.makeOutput([packedSize(inner, columns)], "float32");
  const to = addressOf(backend, panels);
  const isSmall = inner * columns < SMALL;
  const count = isSmall ? 1 : Math.ceil(columns / PACKED_COLUMNS);
  const parts = spans(columns, count, PANEL);
  inParallel(backend, parts.length, (task) => {
    const [start, length] = parts[task];
    pack(backend, right, to, start, length);
  });
  return panels;
}

/** Writes the panels of columns `start` to `start + length` of those at `to`. */
export function pack(
  backend: WasmBackend,
  { right, rightStep, inner, columns }: Parameters<typeof packed>[1],
  to: number,
  start: number,
  length: number,
): void {
  const { clear, copyRows } = ownCodeOf(backend);
  const row = 4 * PANEL;
  for (let column = start; column < start + length; column += PANEL) {
    const width = Math.min(PANEL, columns - column);
    const panel = to + 4 * column * inner;
    if (width < PANEL) clear({ address: panel, size: row * inner });
    copyRows({
      from: right + 4 * column,
      fromStep: rightStep,
      to: panel,
      toStep: row,
      count: inner,
      width,
    });
  }
}

function multiplyRows(
  backend: WasmBackend,
  { left, leftStep, out, outStep, rows, inner, columns }: MatrixProduct,
  panels: number,
): void {
  const { multiplyRows } = ownCodeOf(backend);
  multiplyRows({
    x: left,
    xStep: leftStep,
    y: panels,
    terms: inner,
    out,
    outStep,
    columns,
    rows,
  });
}

function multiplyOnThreads(backend: WasmBackend, product: MatrixProduct): void {
  const { left, leftStep, out, outStep, rows, inner, columns } = product;
  const panels = packed(backend, product);
  const from = addressOf(backend, panels);
  const products = rows * inner * columns;
  const tasks = taskCount(backend, products, TASK_PRODUCTS, TASKS);
  const parts = spans(rows, tasks, 4);
  inParallel(backend, parts.length, (task) => {
    const [row, rows] = parts[task];
    multiplyRows(backend, {
      ...product,
      left: left + row * leftStep,
      out: out + row * outStep,
      rows,
    }, from);
  });
  release(backend, panels);
}
