/**
 * Products of plain matrices, by address.
 *
 * @module
 */

import type { DataType } from "@tensorflow/tfjs";
import {
  addPackedProduct,
  gainsByPanels,
  type MatrixProduct,
} from "./packed_product.ts";
import {
  addFlat,
  multiplyShallow,
  SHALLOW,
} from "../assembly/shallow_products.ts";
import { compiledOn, ownCodeOf } from "./own_code_of.ts";
import { addressOf, release, type WasmBackend } from "./wasm_backend.ts";

type NativeProduct = (...values: (number | Uint8Array)[]) => void;

const bound = new WeakMap<object, NativeProduct>();

/**
 * Ids that live for one call. The backend counts up from 1 and never gets here.
 */
const [LEFT, RIGHT, OUT] = [0x7fff_fff0, 0x7fff_fff1, 0x7fff_fff2];

/**
 * Writes `left * right` of float32 to `out`, by XNNPACK as the backend ships it.
 *
 * XNNPACK sorts the right matrix for its registers and the backend keeps that
 * under the tensor's id alone. A tensor that is used, reshaped and used again
 * is then multiplied in its former shape. An id that lives for one call has no
 * such past.
 */
export function multiply(backend: WasmBackend, product: MatrixProduct): void {
  const { left, right, out, rows, inner, columns } = product;
  const { wasm } = backend;
  wasm.tfjs.registerTensor(LEFT, rows * inner, left);
  wasm.tfjs.registerTensor(RIGHT, inner * columns, right);
  wasm.tfjs.registerTensor(OUT, rows * columns, out);
  nativeProduct(backend)(
    LEFT,
    bytesOf([1, rows, inner]),
    3,
    RIGHT,
    bytesOf([1, inner, columns]),
    3,
    0,
    0,
    OUT,
  );
  for (const id of [LEFT, RIGHT, OUT]) wasm.tfjs.disposeData(id);
}

function nativeProduct({ wasm }: WasmBackend): NativeProduct {
  let native = bound.get(wasm);
  if (!native) {
    native = wasm.cwrap("BatchMatMul", null, [
      ...["number", "array", "number"] as const,
      ...["number", "array", "number"] as const,
      ...["number", "number", "number"] as const,
    ]);
    bound.set(wasm, native);
  }
  return native;
}

function bytesOf(shape: number[]): Uint8Array {
  return new Uint8Array(new Int32Array(shape).buffer);
}

/** Whether a product has few enough terms for {@linkcode multiplyFewTerms}. */
export function hasFewTerms(inner: number): boolean {
  return inner <= SHALLOW;
}

/** Writes `left * right` of float32 to `out`; the bits are those of a sum. */
export function multiplyFewTerms(
  backend: WasmBackend,
  { left, right, out, rows, inner, columns }: MatrixProduct,
): void {
  const multiply = compiledOn(backend, multiplyShallow[inner - 1]);
  multiply(left, right, 4 * columns, out, rows, columns);
}

/** Values of both matrices in one block: half of a usual second-level cache. */
const BLOCK = 2 ** 17;

/**
 * Fewest terms in a block. With fewer, the sums are moved to and from memory
 * more often than they grow.
 */
const SHORTEST = 64;

/** How many terms of a product to add at a time, so that they stay cached. */
export function blockLength(rows: number, columns: number): number {
  return Math.max(SHORTEST, Math.floor(BLOCK / (rows + columns)));
}

/** Fewest columns that fill a vector. */
const VECTOR = 4;

/**
 * Adds `transposed(left) * right` to `out`, which the caller has cleared. A
 * tile is a few rows of many columns; so of a narrow product its transpose is
 * computed.
 */
export function addTransposedProduct(
  backend: WasmBackend,
  product: MatrixProduct,
  dtype: DataType = "float32",
): void {
  const { out, left, right, rows, columns } = product;
  if (dtype === "float32" && gainsByPanels(product)) {
    addPackedProduct(backend, product);
    return;
  }
  if (columns >= VECTOR || rows < VECTOR) {
    addBlocks(backend, product, dtype);
    return;
  }
  const { transposeMatrix } = ownCodeOf(backend);
  const lying = backend.makeOutput([columns, rows], "float32");
  const sums = addressOf(backend, lying);
  transposeMatrix(out, sums, rows, columns);
  addBlocks(backend, {
    ...product,
    left: right,
    right: left,
    rows: columns,
    columns: rows,
    out: sums,
  }, dtype);
  transposeMatrix(sums, out, columns, rows);
  release(backend, lying);
}

/**
 * A matrix of at least so many values is better read in order, for a few rows
 * at a time, than by tiles, which keep their sums in registers.
 */
const UNCACHED = 2 ** 17;

function addBlocks(
  backend: WasmBackend,
  { left, right, out, rows, inner, columns }: MatrixProduct,
  dtype: DataType,
): void {
  const isFlat = rows <= addFlat.length && inner * columns >= UNCACHED;
  if (dtype === "float32" && isFlat) {
    const add = compiledOn(backend, addFlat[rows - 1]);
    add(left, right, 4 * columns, inner, out, columns);
    return;
  }
  const { addOuterProducts, addIntegerOuterProducts } = ownCodeOf(backend);
  const addProducts = dtype === "float32"
    ? addOuterProducts
    : addIntegerOuterProducts;
  const block = blockLength(rows, columns);
  for (let done = 0; done < inner; done += block) {
    addProducts(
      left + 4 * rows * done,
      4 * rows,
      right + 4 * columns * done,
      4 * columns,
      Math.min(block, inner - done),
      out,
      4 * columns,
      rows,
      columns,
    );
  }
}
