/**
 * A convolution by the patches of its images, on all threads.
 *
 * XNNPACK, which convolves on one thread, reads patches where they lie; here a
 * few are written for each product, so that they stay in the cache. Terms are
 * added in the same order, to the bias where there is one: the bits are the same.
 *
 * @module
 */

import type * as tf from "@tensorflow/tfjs";
import type { OwnCode } from "../assembly/own_code.ts";
import type { ConvGeometry } from "./conv_geometry.ts";
import { inParallel, Scratch, taskCount } from "./in_parallel.ts";
import { spans } from "./matrix_part.ts";
import { ownCodeOf } from "./own_code_of.ts";
import { writePatches } from "./patches.ts";
import { packed } from "./tall_product.ts";
import { addressOf, release, type WasmBackend } from "./wasm_backend.ts";

/** What is done with each sum: where it starts, and its limits. */
export interface Limits {
  bias?: tf.TensorInfo;
  least?: number;
  most?: number;
}

/** Values of the patches that a thread holds; 256 KB. */
const HELD = 2 ** 16;

/** Products of two values in a task. */
const TASK_PRODUCTS = 2 ** 20;

/** Most tasks for each thread. */
const TASKS = 16;

/**
 * Convolves images, channels last.
 *
 * @returns `geometry.outShape`, owned by the caller.
 */
export function convolveByPatches(
  backend: WasmBackend,
  geometry: ConvGeometry,
  x: tf.TensorInfo,
  filter: tf.TensorInfo,
  limits: Limits = {},
): tf.TensorInfo {
  const { filterHeight, filterWidth, inChannels, outChannels } = geometry;
  const inner = filterHeight * filterWidth * inChannels;
  const pixels = geometry.batchSize * geometry.outHeight * geometry.outWidth;
  const out = backend.makeOutput(geometry.outShape, "float32");
  const panels = packed(backend, {
    right: addressOf(backend, filter),
    rightStep: 4 * outChannels,
    inner,
    columns: outChannels,
  });
  const [images, factors, results] = [x, panels, out].map((it) =>
    addressOf(backend, it)
  );
  const outStep = 4 * outChannels;
  const multiply = (from: number, pixel: number, count: number) =>
    multiplyPatches(backend, {
      x: from,
      xStep: 4 * inner,
      y: factors,
      terms: inner,
      out: results + pixel * outStep,
      outStep,
      columns: outChannels,
      rows: count,
    }, limits);
  const isPlain = isPlainProduct(geometry);
  const held = Math.max(4, 4 * Math.floor(HELD / inner / 4));
  const scratch = new Scratch(backend, [isPlain ? 0 : held * inner]);
  const products = pixels * inner * outChannels;
  const tasks = taskCount(backend, products, TASK_PRODUCTS, TASKS);
  const parts = spans(pixels, tasks, 4);
  inParallel(backend, parts.length, (task, thread) => {
    const [start, length] = parts[task];
    if (isPlain) {
      multiply(images + 4 * start * inner, start, length);
      return;
    }
    const [rows] = scratch.of(thread);
    for (let pixel = start; pixel < start + length; pixel += held) {
      const count = Math.min(held, start + length - pixel);
      writePatches(backend, geometry, { images, rows, pixel, count });
      multiply(rows, pixel, count);
    }
  });
  scratch.release();
  release(backend, panels);
  return out;
}

/** Writes rows of patches times the filter: from the bias on, within limits. */
function multiplyPatches(
  backend: WasmBackend,
  product: Parameters<OwnCode["multiplyRows"]>[0],
  { bias, least = -Infinity, most = Infinity }: Limits,
): void {
  const { multiplyRows, multiplyRowsOnto } = ownCodeOf(backend);
  if (!bias) {
    multiplyRows(product);
    return;
  }
  const start = addressOf(backend, bias);
  const [lowest, highest] = new Int32Array(
    Float32Array.of(least, most).buffer,
  );
  multiplyRowsOnto({ ...product, start, least: lowest, most: highest });
}

/** Whether each patch is one pixel, and each pixel one patch. */
export function isPlainProduct(geometry: ConvGeometry): boolean {
  const { filterHeight, filterWidth, strideHeight, strideWidth } = geometry;
  const { outHeight, outWidth, inHeight, inWidth } = geometry;
  return filterHeight * filterWidth * strideHeight * strideWidth === 1 &&
    outHeight === inHeight && outWidth === inWidth;
}
