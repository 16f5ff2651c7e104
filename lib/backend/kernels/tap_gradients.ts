/**
 * A filter's gradient on several threads, tap by tap: each thread adds all
 * products of some of the filter's taps, with patches of these alone, which stay
 * in its cache.
 *
 * @module
 */

import type { ConvGeometry } from "./conv_geometry.ts";
import { inParallel, Scratch, threadsOf } from "./in_parallel.ts";
import { denseProduct } from "./matrix_part.ts";
import { blockLength, transposedLoop } from "./matrix_product.ts";
import { writePatches } from "./patches.ts";
import type { WasmBackend } from "./wasm_backend.ts";

/** Fewest values of a patch, for which a product is fast. */
const FEWEST_ROWS = 32;

/** Addresses of the images, of the output's gradient and of the filter's. */
export interface GradientPlace {
  images: number;
  gradients: number;
  out: number;
}

/** Taps side by side as a filter of one row. */
interface Piece {
  geometry: ConvGeometry;
  /** Where its gradient starts among the filter's values. */
  start: number;
}

/**
 * Adds a filter's gradient to `out`, if it has enough taps for all threads.
 *
 * @returns Whether it has.
 */
export function addTapGradients(
  backend: WasmBackend,
  geometry: ConvGeometry,
  { images, gradients, out }: GradientPlace,
): boolean {
  const threads = threadsOf(backend);
  const pieces = piecesOf(geometry);
  if (threads === 1 || pieces.length < 2 * threads) return false;
  const columns = geometry.outChannels;
  const pixels = geometry.batchSize * geometry.outHeight * geometry.outWidth;
  const rows = pieces[0].geometry.filterWidth * geometry.inChannels;
  const block = Math.min(pixels, blockLength(rows, columns));
  const loop = transposedLoop("float32");
  const product = (left: number, pixel: number, start: number) =>
    denseProduct({
      left,
      right: gradients + 4 * pixel * columns,
      out: out + 4 * start * columns,
      rows,
      inner: Math.min(block, pixels - pixel),
      columns,
    }, true);
  const scratch = new Scratch(backend, [
    block * rows,
    loop.scratch(product(0, 0, 0)),
  ]);
  inParallel(backend, pieces.length, (index, thread) => {
    const { geometry, start } = pieces[index];
    const [patches, memory] = scratch.of(thread);
    for (let pixel = 0; pixel < pixels; pixel += block) {
      const part = product(patches, pixel, start);
      const count = part.inner;
      writePatches(backend, geometry, { images, rows: patches, pixel, count });
      loop.run(backend, part, memory);
    }
  });
  scratch.release();
  return true;
}

/** A filter by its taps, or by its rows where a tap has few channels. */
function piecesOf(geometry: ConvGeometry): Piece[] {
  const { filterHeight, filterWidth, inChannels, padInfo } = geometry;
  const { dilationHeight, dilationWidth } = geometry;
  const width = inChannels >= FEWEST_ROWS ? 1 : filterWidth;
  if (width * inChannels < FEWEST_ROWS) return [];
  const pieces: Piece[] = [];
  for (let row = 0; row < filterHeight; row++) {
    for (let column = 0; column < filterWidth; column += width) {
      pieces.push({
        start: (row * filterWidth + column) * inChannels,
        geometry: {
          ...geometry,
          filterHeight: 1,
          filterWidth: width,
          padInfo: {
            ...padInfo,
            top: padInfo.top - row * dilationHeight,
            left: padInfo.left - column * dilationWidth,
          },
        },
      });
    }
  }
  return pieces;
}
