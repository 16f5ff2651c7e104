/**
 * Products of large matrices by panels: copies of a few rows or columns, laid
 * out as the loop reads them.
 *
 * @module
 */

import { DEPTH } from "../assembly/left_panel.ts";
import { LEFT_PANEL, RIGHT_PANEL } from "../assembly/panel_products.ts";
import type { MatrixProduct, ProductSize } from "./matrix_part.ts";
import { ownCodeOf } from "./own_code_of.ts";
import type { WasmBackend } from "./wasm_backend.ts";

/** Columns of right panels held at a time: with `DEEP`, half a megabyte. */
export const BROAD = 512;

/** Most terms added before the next panels are copied. */
const DEEP = 256;

/** Values that stay in the cache: half of a usual second-level cache. */
export const CACHED = 2 ** 17;

/**
 * Terms added before the next panels are copied. A turn of the loop has an
 * instruction for each of `DEPTH` rows of the left matrix. Where so many terms
 * of these are more than the cache holds and are read in one turn, each
 * instruction goes along one row, and the processor fetches what follows before
 * it is asked for.
 */
export function deepOf({ rows, inner }: ProductSize): number {
  return rows * Math.min(inner, DEEP) < CACHED ? DEEP : DEPTH;
}

/** Fewest rows and columns for which copying costs less than it gains. */
const FEWEST = 32;

/** Fewest terms. */
const SHALLOWEST = 32;

/** Whether a product is large enough for panels. */
export function gainsByPanels({ rows, columns, inner }: ProductSize): boolean {
  return Math.min(rows, columns) >= FEWEST && inner >= SHALLOWEST;
}

/**
 * Values of the memory that {@linkcode addPackedProduct} needs for a product of so
 * many columns, whatever its other sizes.
 */
export function panelSize({ columns }: MatrixProduct): number {
  return DEEP * Math.min(BROAD, columns);
}

/** A matrix that is the right one of a product. */
export type RightMatrix = Pick<
  MatrixProduct,
  "right" | "rightStep" | "inner" | "columns"
>;

/**
 * Adds `transposed(left) * right` of float32 to `out`. Terms are added in their
 * order, as without panels: the sums are the same to the bit.
 *
 * @param panels The address of memory for the panels.
 */
export function addPackedProduct(
  backend: WasmBackend,
  product: MatrixProduct,
  panels: number,
): void {
  const { left, leftStep, right, rightStep, out } = product;
  const deep = deepOf(product);
  for (let term = 0; term < product.inner; term += deep) {
    const inner = Math.min(deep, product.inner - term);
    for (let column = 0; column < product.columns; column += BROAD) {
      const part = {
        ...product,
        left: left + term * leftStep,
        right: right + term * rightStep + 4 * column,
        out: out + 4 * column,
        inner,
        columns: Math.min(BROAD, product.columns - column),
      };
      packPanels(backend, part, panels);
      addPanels(backend, part, panels);
    }
  }
}

/** Columns that lie in whole panels. */
export function panelledColumns(columns: number): number {
  return columns - columns % RIGHT_PANEL;
}

/** Copies the whole panels of a right matrix to `to`. */
export function packPanels(
  backend: WasmBackend,
  { right, rightStep, inner, columns }: RightMatrix,
  to: number,
): void {
  const { copyRows } = ownCodeOf(backend);
  const wide = panelledColumns(columns);
  for (let column = 0; column < wide; column += RIGHT_PANEL) {
    copyRows({
      from: right + 4 * column,
      fromStep: rightStep,
      to: to + 4 * column * inner,
      toStep: 4 * RIGHT_PANEL,
      count: inner,
      width: RIGHT_PANEL,
    });
  }
}

/** Adds a product of whose right matrix the whole panels lie at `panels`. */
export function addPanels(
  backend: WasmBackend,
  { left, leftStep, right, rightStep, out, outStep, ...size }: MatrixProduct,
  panels: number,
): void {
  const { addOuterProducts, addPanelProducts } = ownCodeOf(backend);
  const { rows, inner, columns } = size;
  const tall = rows - rows % LEFT_PANEL;
  const wide = panelledColumns(columns);
  addPanelProducts({
    x: left,
    xStep: leftStep,
    y: panels,
    count: inner,
    out,
    outStep,
    panels: wide / RIGHT_PANEL,
    bands: tall / LEFT_PANEL,
  });
  /** The part of the product below and beside the whole panels. */
  const addRest = (
    row: number,
    column: number,
    height: number,
    width: number,
  ) =>
    addOuterProducts({
      x: left + 4 * row,
      xStep: leftStep,
      y: right + 4 * column,
      yStep: rightStep,
      count: inner,
      out: out + row * outStep + 4 * column,
      outStep,
      rows: height,
      columns: width,
    });
  addRest(0, wide, tall, columns - wide);
  addRest(tall, 0, rows - tall, columns);
}
