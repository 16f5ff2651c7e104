/**
 * Products of large matrices by panels: copies of a few rows or columns, laid
 * out as the loop reads them.
 *
 * @module
 */

import { LEFT_PANEL, RIGHT_PANEL } from "../assembly/panel_products.ts";
import { ownCodeOf } from "./own_code_of.ts";
import { addressOf, release, type WasmBackend } from "./wasm_backend.ts";

/** Where three dense matrices of 32-bit values lie and how large they are. */
export interface MatrixProduct {
  /** Address of `[rows, inner]`, or `[inner, rows]` where it is transposed. */
  left: number;
  /** Address of `[inner, columns]`. */
  right: number;
  /** Address of `[rows, columns]`. */
  out: number;
  rows: number;
  inner: number;
  columns: number;
}

/** Terms added before the next panels are copied. */
const DEEP = 256;

/** Columns of right panels held at a time: with `DEEP`, half a megabyte. */
const BROAD = 512;

/** Fewest rows and columns for which copying costs less than it gains. */
const FEWEST = 128;

/** Fewest terms. */
const SHALLOWEST = 32;

/** Whether a product is large enough for panels. */
export function gainsByPanels(
  { rows, columns, inner }: MatrixProduct,
): boolean {
  return Math.min(rows, columns) >= FEWEST && inner >= SHALLOWEST;
}

/**
 * Adds `transposed(left) * right` of float32 to `out`. Terms are added in their
 * order, as without panels: the sums are the same to the bit.
 */
export function addPackedProduct(
  backend: WasmBackend,
  { left, right, out, rows, inner, columns }: MatrixProduct,
): void {
  const { addOuterProducts, addPanelProducts, copyRows } = ownCodeOf(backend);
  const tall = rows - rows % LEFT_PANEL;
  const wide = columns - columns % RIGHT_PANEL;
  const scratch = backend.makeOutput(
    [DEEP, LEFT_PANEL + Math.min(BROAD, wide)],
    "float32",
  );
  const leftPanel = addressOf(backend, scratch);
  const rightPanels = leftPanel + 4 * DEEP * LEFT_PANEL;
  for (let p = 0; p < inner; p += DEEP) {
    const depth = Math.min(DEEP, inner - p);
    const [x, y] = [left + 4 * p * rows, right + 4 * p * columns];
    /** A panel of `width` values a row, from a matrix whose rows are `step`. */
    const pack = (from: number, step: number, to: number, width: number) =>
      copyRows(from, step, to, 4 * width, depth, width);
    for (let j = 0; j < wide; j += BROAD) {
      const width = Math.min(BROAD, wide - j);
      for (let k = 0; k < width; k += RIGHT_PANEL) {
        const panel = rightPanels + 4 * k * depth;
        pack(y + 4 * (j + k), 4 * columns, panel, RIGHT_PANEL);
      }
      for (let i = 0; i < tall; i += LEFT_PANEL) {
        pack(x + 4 * i, 4 * rows, leftPanel, LEFT_PANEL);
        addPanelProducts(
          leftPanel,
          rightPanels,
          depth,
          out + 4 * (i * columns + j),
          4 * columns,
          width / RIGHT_PANEL,
        );
      }
    }
    /** The part of the product below and beside the whole panels. */
    const addRest = (i: number, j: number, height: number, width: number) =>
      addOuterProducts(
        x + 4 * i,
        4 * rows,
        y + 4 * j,
        4 * columns,
        depth,
        out + 4 * (i * columns + j),
        4 * columns,
        height,
        width,
      );
    addRest(0, wide, tall, columns - wide);
    addRest(tall, 0, rows - tall, columns);
  }
  release(backend, scratch);
}
