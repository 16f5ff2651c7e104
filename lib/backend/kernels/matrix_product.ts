/**
 * Products of plain matrices, by address, on all threads.
 *
 * Whatever the threads, and whichever loop computes it, a sum's terms are added
 * in their order: the bits are the same.
 *
 * @module
 */

import type { DataType } from "@tensorflow/tfjs";
import {
  addFlat,
  addFlatFused,
  multiplyShallow,
  multiplyShallowFused,
  SHALLOW,
} from "../assembly/shallow_products.ts";
import { areSumsFused } from "./fused_sums.ts";
import {
  inParallel,
  Scratch,
  TASK_PRODUCTS,
  taskCount,
  threadsOf,
} from "./in_parallel.ts";
import { type MatrixProduct, partsOf } from "./matrix_part.ts";
import { compiledOn, ownCodeOf } from "./own_code_of.ts";
import {
  addPackedProduct,
  CACHED,
  deepOf,
  gainsByPanels,
  panelSize,
} from "./packed_product.ts";
import { addSharedProduct } from "./shared_panels.ts";
import type { WasmBackend } from "./wasm_backend.ts";

/** A loop for products. */
interface Loop {
  isLeftTransposed: boolean;
  /** Values of the memory that it needs. */
  scratch?(product: MatrixProduct): number;
  run(backend: WasmBackend, product: MatrixProduct, scratch: number): void;
}

/** A side that is shorter takes about as long: the others are read and written. */
const SHORTEST_SIDE = 8;

/** Products of two values, or what takes as long. */
function workOf({ rows, inner, columns }: MatrixProduct): number {
  return [rows, inner, columns]
    .reduce((work, side) => work * Math.max(side, SHORTEST_SIDE), 1);
}

/** Runs products of one loop: some in a task, or one in some. */
export function runProducts(
  backend: WasmBackend,
  products: MatrixProduct[],
  { isLeftTransposed, scratch = () => 0, run }: Loop,
): void {
  const work = products.reduce((sum, product) => sum + workOf(product), 0);
  const wanted = taskCount(backend, work, TASK_PRODUCTS);
  const parts = products.length >= wanted
    ? products
    : products.flatMap((product) =>
      partsOf(
        product,
        isLeftTransposed,
        Math.ceil(wanted / products.length),
        threadsOf(backend),
      )
    );
  const inTask = Math.ceil(parts.length / wanted);
  const held = new Scratch(backend, [
    parts.reduce((most, part) => Math.max(most, scratch(part)), 0),
  ]);
  inParallel(backend, Math.ceil(parts.length / inTask), (task, thread) => {
    const [memory] = held.of(thread);
    for (const part of parts.slice(task * inTask, (task + 1) * inTask)) {
      run(backend, part, memory);
    }
  });
  held.release();
}

/** Whether a product has few enough terms for {@linkcode multiplyFewTerms}. */
export function hasFewTerms(inner: number): boolean {
  return inner <= SHALLOW;
}

/** Writes each `left * right` of float32 to `out`; `left` is dense. */
export function multiplyFewTerms(
  backend: WasmBackend,
  products: MatrixProduct[],
): void {
  runProducts(backend, products, {
    isLeftTransposed: false,
    run(backend, { left, right, rightStep, out, outStep, ...size }) {
      const { rows, inner, columns } = size;
      const loops = areSumsFused() ? multiplyShallowFused : multiplyShallow;
      const multiply = compiledOn(backend, loops[inner - 1]);
      multiply({
        x: left,
        y: right,
        yStep: rightStep,
        out,
        outStep,
        rows,
        columns,
      });
    },
  });
}

/**
 * Fewest terms in a block. With fewer, the sums are moved to and from memory
 * more often than they grow.
 */
const SHORTEST = 64;

/** How many terms of a product to add at a time, so that both matrices stay cached. */
export function blockLength(rows: number, columns: number): number {
  return Math.max(SHORTEST, Math.floor(CACHED / (rows + columns)));
}

/** Fewest columns that fill a vector. */
const VECTOR = 4;

/**
 * Adds `transposed(left) * right` to `out`, which the caller has cleared. A
 * tile is a few rows of many columns; so of a narrow product its transpose is
 * computed.
 */
export function addTransposedProducts(
  backend: WasmBackend,
  products: MatrixProduct[],
  dtype: DataType = "float32",
): void {
  const isShared = dtype === "float32" &&
    products.length < threadsOf(backend) && products.every(gainsByPanels);
  if (!isShared) return runProducts(backend, products, transposedLoop(dtype));
  for (const product of products) addSharedProduct(backend, product);
}

/** One of them on the thread of a task, with memory of `scratch` values. */
export function transposedLoop(dtype: DataType): Required<Loop> {
  const isPacked = (product: MatrixProduct) =>
    dtype === "float32" && gainsByPanels(product);
  const isNarrow = ({ rows, columns }: MatrixProduct) =>
    columns < VECTOR && rows >= VECTOR;
  return {
    isLeftTransposed: true,
    scratch: (product) =>
      isPacked(product)
        ? panelSize(product)
        : isNarrow(product)
        ? product.rows * product.columns
        : 0,
    run(backend, product, scratch) {
      if (isPacked(product)) addPackedProduct(backend, product, scratch);
      else if (isNarrow(product)) addLying(backend, product, dtype, scratch);
      else addBlocks(backend, product, dtype);
    },
  };
}

function addLying(
  backend: WasmBackend,
  product: MatrixProduct,
  dtype: DataType,
  sums: number,
): void {
  const { left, leftStep, right, rightStep, out, outStep } = product;
  const { rows, columns, inner } = product;
  const { transposeMatrix } = ownCodeOf(backend);
  const step = 4 * rows;
  transposeMatrix({
    x: out,
    xStep: outStep,
    out: sums,
    outStep: step,
    rows,
    columns,
  });
  addBlocks(backend, {
    left: right,
    leftStep: rightStep,
    right: left,
    rightStep: leftStep,
    out: sums,
    outStep: step,
    rows: columns,
    inner,
    columns: rows,
  }, dtype);
  transposeMatrix({
    x: sums,
    xStep: step,
    out,
    outStep,
    rows: columns,
    columns: rows,
  });
}

/**
 * A matrix of at least so many values is better read in order, for a few rows
 * at a time, than by tiles, which keep their sums in registers.
 */
const UNCACHED = 2 ** 17;

function addBlocks(
  backend: WasmBackend,
  { left, leftStep, right, rightStep, out, outStep, ...size }: MatrixProduct,
  dtype: DataType,
): void {
  const { rows, inner, columns } = size;
  const isFlat = rows <= addFlat.length && leftStep === 4 * rows &&
    inner * columns >= UNCACHED;
  if (dtype === "float32" && isFlat) {
    const loops = areSumsFused() ? addFlatFused : addFlat;
    const add = compiledOn(backend, loops[rows - 1]);
    add({
      x: left,
      y: right,
      yStep: rightStep,
      count: inner,
      out,
      outStep,
      columns,
    });
    return;
  }
  const code = ownCodeOf(backend);
  const addProducts = dtype === "float32"
    ? code.addOuterProducts
    : code.addIntegerOuterProducts;
  const block = Math.min(blockLength(rows, columns), deepOf(size));
  for (let done = 0; done < inner; done += block) {
    addProducts({
      x: left + leftStep * done,
      xStep: leftStep,
      y: right + rightStep * done,
      yStep: rightStep,
      count: Math.min(block, inner - done),
      out,
      outStep,
      rows,
      columns,
    });
  }
}
