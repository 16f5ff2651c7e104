/**
 * Products of large matrices by panels: copies of a few rows or columns, laid
 * out as the loop reads them.
 *
 * @module
 */

import { LEFT_PANEL, RIGHT_PANEL } from "../assembly/panel_products.ts";
import type { MatrixProduct } from "./matrix_part.ts";
import { ownCodeOf } from "./own_code_of.ts";
import type { WasmBackend } from "./wasm_backend.ts";

/** Terms added before the next panels are copied. */
const DEEP = 256;

/** Columns of right panels held at a time: with `DEEP`, half a megabyte. */
const BROAD = 512;

/** Fewest rows and columns for which copying costs less than it gains. */
const FEWEST = 32;

/** Fewest terms. */
const SHALLOWEST = 32;

/** Whether a product is large enough for panels. */
export function gainsByPanels(
  { rows, columns, inner }: MatrixProduct,
): boolean {
  return Math.min(rows, columns) >= FEWEST && inner >= SHALLOWEST;
}

/** Values of the memory that {@linkcode addPackedProduct} needs. */
export function panelSize({ columns }: MatrixProduct): number {
  return DEEP * Math.min(BROAD, columns);
}

/**
 * Adds `transposed(left) * right` of float32 to `out`. Terms are added in their
 * order, as without panels: the sums are the same to the bit.
 *
 * @param panels The address of memory for the panels.
 */
export function addPackedProduct(
  backend: WasmBackend,
  { left, leftStep, right, rightStep, out, outStep, ...size }: MatrixProduct,
  panels: number,
): void {
  const { addOuterProducts, addPanelProducts, copyRows } = ownCodeOf(backend);
  const { rows, inner, columns } = size;
  const tall = rows - rows % LEFT_PANEL;
  const wide = columns - columns % RIGHT_PANEL;
  for (let p = 0; p < inner; p += DEEP) {
    const depth = Math.min(DEEP, inner - p);
    const [x, y] = [left + p * leftStep, right + p * rightStep];
    for (let j = 0; j < wide; j += BROAD) {
      const width = Math.min(BROAD, wide - j);
      for (let k = 0; k < width; k += RIGHT_PANEL) {
        copyRows({
          from: y + 4 * (j + k),
          fromStep: rightStep,
          to: panels + 4 * k * depth,
          toStep: 4 * RIGHT_PANEL,
          count: depth,
          width: RIGHT_PANEL,
        });
      }
      addPanelProducts({
        x,
        xStep: leftStep,
        y: panels,
        count: depth,
        out: out + 4 * j,
        outStep,
        panels: width / RIGHT_PANEL,
        bands: tall / LEFT_PANEL,
      });
    }
    /** The part of the product below and beside the whole panels. */
    const addRest = (i: number, j: number, height: number, width: number) =>
      addOuterProducts({
        x: x + 4 * i,
        xStep: leftStep,
        y: y + 4 * j,
        yStep: rightStep,
        count: depth,
        out: out + i * outStep + 4 * j,
        outStep,
        rows: height,
        columns: width,
      });
    addRest(0, wide, tall, columns - wide);
    addRest(tall, 0, rows - tall, columns);
  }
}
