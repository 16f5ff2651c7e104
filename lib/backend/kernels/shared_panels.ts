/**
 * Products by panels on several threads: these copy the panels of the right
 * matrix once, for all, and then each adds the products for some rows of the
 * result.
 *
 * @module
 */

import { LEFT_PANEL, RIGHT_PANEL } from "../assembly/panel_products.ts";
import {
  inParallel,
  TASK_PRODUCTS,
  taskCount,
  threadsOf,
} from "./in_parallel.ts";
import { evenSpans, type MatrixProduct, spans } from "./matrix_part.ts";
import {
  addPanels,
  BROAD,
  deepOf,
  packPanels,
  panelledColumns,
  type RightMatrix,
} from "./packed_product.ts";
import { addressOf, release, type WasmBackend } from "./wasm_backend.ts";

/** Values of panels held at a time: half a megabyte. */
const HELD = 2 ** 17;

/** Values that a task copies. */
const COPIED = 2 ** 13;

/** The left matrix of some rows of the result, for some terms. */
export interface LeftPart {
  left: number;
  leftStep: number;
}

/** Rows of the result: the first, and how many. */
export type RowSpan = [start: number, rows: number];

/** Some terms of one of the spans of rows, and the thread that wants them. */
export interface WantedPart {
  part: number;
  term: number;
  inner: number;
  thread: number;
}

/**
 * How much of a right matrix is held in panels at a time: so many columns, and
 * blocks of `deep` terms, the more the fewer columns these are.
 */
function heldOf(
  { inner, columns }: Pick<RightMatrix, "inner" | "columns">,
  deep: number,
) {
  const broad = Math.min(BROAD, columns);
  const blocks = Math.floor(HELD / (deep * broad));
  return { broad, held: Math.min(inner, deep * blocks) };
}

/**
 * Adds `transposed(left) * right` of float32 to `out`, to the bits of
 * `addPackedProduct()`.
 *
 * @param deep Terms added before the next panels are read.
 * @param leftOf Called in a task: where the left matrix of the rows
 * `parts[part]` lies, for `inner` terms from `term` on, at most `deep`.
 */
export function addBySharedPanels(
  backend: WasmBackend,
  { right, rightStep, inner, columns, out, outStep }:
    & RightMatrix
    & Pick<MatrixProduct, "out" | "outStep">,
  parts: RowSpan[],
  deep: number,
  leftOf: (wanted: WantedPart) => LeftPart,
): void {
  const { broad, held } = heldOf({ inner, columns }, deep);
  const memory = backend.makeOutput([held, broad], "float32");
  const panels = addressOf(backend, memory);
  for (let column = 0; column < columns; column += broad) {
    const width = Math.min(broad, columns - column);
    for (let first = 0; first < inner; first += held) {
      const end = Math.min(inner, first + held);
      /** The panels of up to `deep` terms from `term` on, and where they lie. */
      const blockAt = (term: number) => ({
        block: {
          right: right + term * rightStep + 4 * column,
          rightStep,
          inner: Math.min(deep, end - term),
          columns: width,
        },
        at: panels + 4 * (term - first) * width,
      });
      copyAll(
        backend,
        width,
        Math.ceil((end - first) / deep),
        (block) => blockAt(first + deep * block),
      );
      inParallel(backend, parts.length, (part, thread) => {
        const [row, rows] = parts[part];
        for (let term = first; term < end; term += deep) {
          const { block, at } = blockAt(term);
          addPanels(backend, {
            ...block,
            ...leftOf({ part, term, inner: block.inner, thread }),
            out: out + row * outStep + 4 * column,
            outStep,
            rows,
          }, at);
        }
      });
    }
  }
  release(backend, memory);
}

/** Copies the panels of some blocks of terms. */
function copyAll(
  backend: WasmBackend,
  columns: number,
  blocks: number,
  blockOf: (index: number) => { block: RightMatrix; at: number },
): void {
  const wide = panelledColumns(columns);
  const { inner } = blockOf(0).block;
  const parts = spans(wide, Math.ceil(inner * wide / COPIED), RIGHT_PANEL);
  const pieces = blocks * parts.length;
  const tasks = spans(pieces, Math.ceil(blocks * inner * wide / COPIED), 1);
  inParallel(backend, tasks.length, (task) => {
    const [first, count] = tasks[task];
    for (let piece = first; piece < first + count; piece++) {
      const { block, at } = blockOf(Math.floor(piece / parts.length));
      const [start, columns] = parts[piece % parts.length];
      packPanels(
        backend,
        { ...block, right: block.right + 4 * start, columns },
        at + 4 * start * block.inner,
      );
    }
  });
}

/** Adds a product of a left matrix in memory. */
export function addSharedProduct(
  backend: WasmBackend,
  product: MatrixProduct,
): void {
  const { rows, left, leftStep } = product;
  const deep = deepOf(product);
  const { broad, held } = heldOf(product, deep);
  const tasks = taskCount(backend, rows * broad * held, TASK_PRODUCTS);
  const parts = evenSpans(rows, tasks, LEFT_PANEL, threadsOf(backend));
  addBySharedPanels(backend, product, parts, deep, ({ part, term }) => ({
    left: left + term * leftStep + 4 * parts[part][0],
    leftStep,
  }));
}
