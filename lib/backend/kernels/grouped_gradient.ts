/**
 * A filter's gradient over many pixels: each task adds the products of a group
 * of them to sums of its own, and these are added up at the end. Each thread so
 * reads pixels in their order, where a part of the sums would take a piece of
 * each pixel.
 *
 * @module
 */

import type { ConvGeometry } from "./conv_geometry.ts";
import {
  inParallel,
  inParts,
  Scratch,
  TASK_PRODUCTS,
  taskCount,
} from "./in_parallel.ts";
import { denseProduct, spans } from "./matrix_part.ts";
import { blockLength, transposedLoop } from "./matrix_product.ts";
import { ownCodeOf } from "./own_code_of.ts";
import { isPlainProduct } from "./patch_convolution.ts";
import { writePatches } from "./patches.ts";
import type { GradientPlace } from "./tap_gradients.ts";
import { addressOf, release, type WasmBackend } from "./wasm_backend.ts";

/**
 * Fewest pixels of a group: to clear, read and add its sums takes then some 2 %
 * of the time of their products, of many sums twice that.
 */
const FEWEST_PIXELS = 512;
const MANY_SUMS = 2 ** 15;

/** Powers of two, of which most numbers of threads have equal shares. */
const FEWEST_GROUPS = 4;
const MOST_GROUPS = 16;

/** Most for all groups' sums: those of large filters took more than the images. */
export const SUMS_BYTES = 2 ** 25;

/**
 * Adds a filter's gradient to `out`, which the caller has cleared, if it has
 * enough pixels. The groups do not depend on the threads, so neither do the sums.
 *
 * @returns Whether it has.
 */
export function addGroupedGradients(
  backend: WasmBackend,
  geometry: ConvGeometry,
  { images, gradients, out }: GradientPlace,
): boolean {
  const { filterHeight, filterWidth, inChannels } = geometry;
  const rows = filterHeight * filterWidth * inChannels;
  const columns = geometry.outChannels;
  const pixels = geometry.batchSize * geometry.outHeight * geometry.outWidth;
  const size = rows * columns;
  const count = groupCount(pixels, size);
  if (count < FEWEST_GROUPS) return false;
  const groups = spans(pixels, count, 1);
  const isPlain = isPlainProduct(geometry);
  const longest = groups[0][1];
  const block = isPlain
    ? longest
    : Math.min(longest, blockLength(rows, columns));
  const loop = transposedLoop("float32");
  const product = (left: number, pixel: number, inner: number, out: number) => {
    const right = gradients + 4 * pixel * columns;
    return denseProduct({ left, right, out, rows, inner, columns }, true);
  };
  const scratch = new Scratch(backend, [
    isPlain ? 0 : block * rows,
    loop.scratch(product(0, 0, block, 0)),
  ]);
  const others = backend.makeOutput([groups.length - 1, size], "float32");
  const sums = addressOf(backend, others);
  const { addSpacedRows, clear } = ownCodeOf(backend);
  const addGroup = (group: number, thread: number) => {
    const [patches, memory] = scratch.of(thread);
    const to = group === 0 ? out : sums + 4 * size * (group - 1);
    if (group > 0) clear({ address: to, size: 4 * size });
    const [start, length] = groups[group];
    for (let pixel = start; pixel < start + length; pixel += block) {
      const count = Math.min(block, start + length - pixel);
      const left = isPlain ? images + 4 * pixel * rows : patches;
      if (!isPlain) {
        writePatches(backend, geometry, { images, rows: left, pixel, count });
      }
      loop.run(backend, product(left, pixel, count, to), memory);
    }
  };
  const work = pixels * size;
  const tasks = taskCount(backend, work, TASK_PRODUCTS, MOST_GROUPS);
  const parts = spans(groups.length, tasks, 1);
  inParallel(backend, parts.length, (part, thread) => {
    const [first, count] = parts[part];
    for (let i = first; i < first + count; i++) addGroup(i, thread);
  });
  inParts(backend, size, groups.length, (start, width) => {
    addSpacedRows({
      from: sums + 4 * start,
      fromStep: 4 * size,
      to: out + 4 * start,
      toStep: 0,
      count: groups.length - 1,
      width,
    });
  });
  release(backend, others);
  scratch.release();
  return true;
}

/** @param sums How many values the filter has. */
export function groupCount(pixels: number, sums: number): number {
  const fewest = sums > MANY_SUMS ? 2 * FEWEST_PIXELS : FEWEST_PIXELS;
  const fitting = Math.min(
    MOST_GROUPS,
    Math.floor(pixels / fewest),
    Math.floor(SUMS_BYTES / (4 * sums)),
  );
  return 2 ** Math.floor(Math.log2(Math.max(1, fitting)));
}
