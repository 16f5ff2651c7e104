/**
 * A filter's gradient on several threads, tap by tap: each task adds the
 * products of some channels of one of the filter's taps, with patches of these
 * alone, which stay in its thread's cache.
 *
 * @module
 */

import { LEFT_PANEL } from "../assembly/panel_products.ts";
import type { ConvGeometry } from "./conv_geometry.ts";
import { inParallel, Scratch, threadsOf } from "./in_parallel.ts";
import { denseProduct, type MatrixProduct, spans } from "./matrix_part.ts";
import { blockLength, transposedLoop } from "./matrix_product.ts";
import { gainsByPanels } from "./packed_product.ts";
import { writePatches } from "./patches.ts";
import { addBySharedPanels, type RowSpan } from "./shared_panels.ts";
import type { WasmBackend } from "./wasm_backend.ts";

/** Pixels whose patches are written, and added, at a time. */
const DEEP = 256;

/** Fewest values of a patch, for which a product is fast. */
const FEWEST_ROWS = 32;

/** Addresses of the images, of the output's gradient and of the filter's. */
export interface GradientPlace {
  images: number;
  gradients: number;
  out: number;
}

/** Taps side by side as a filter of one row, or some channels of one tap. */
interface Piece {
  geometry: ConvGeometry;
  /** The first of its values among the filter's, and how many. */
  start: number;
  rows: number;
  /** The first of its channels, and how many. */
  channels: [first: number, count: number];
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
  const pieces = piecesOf(geometry, threads);
  if (threads === 1 || pieces.length < 2 * threads) return false;
  const columns = geometry.outChannels;
  const inner = geometry.batchSize * geometry.outHeight * geometry.outWidth;
  const size = { rows: pieces[0].rows, inner, columns };
  const isPacked = gainsByPanels(size);
  const block = Math.min(
    inner,
    isPacked ? DEEP : blockLength(size.rows, columns),
  );
  const loop = transposedLoop("float32");
  const product = (
    { start, rows }: Piece,
    left: number,
    pixel: number,
  ): MatrixProduct =>
    denseProduct({
      left,
      right: gradients + 4 * pixel * columns,
      out: out + 4 * start * columns,
      rows,
      inner: Math.min(block, inner - pixel),
      columns,
    }, true);
  const scratch = new Scratch(backend, [
    block * size.rows,
    isPacked ? 0 : loop.scratch(product(pieces[0], 0, 0)),
  ]);
  const write = (
    { geometry, channels }: Piece,
    rows: number,
    pixel: number,
    count: number,
  ) =>
    writePatches(backend, geometry, { images, rows, pixel, count, channels });
  if (isPacked) {
    const all = product({ ...pieces[0], start: 0 }, 0, 0);
    const parts = pieces.map(({ start, rows }) => [start, rows] as RowSpan);
    addBySharedPanels(backend, { ...all, inner }, parts, DEEP, (wanted) => {
      const piece = pieces[wanted.part];
      const [patches] = scratch.of(wanted.thread);
      write(piece, patches, wanted.term, wanted.inner);
      return { left: patches, leftStep: 4 * piece.rows };
    });
  } else {
    inParallel(backend, pieces.length, (index, thread) => {
      const [patches, memory] = scratch.of(thread);
      for (let pixel = 0; pixel < inner; pixel += block) {
        const part = product(pieces[index], patches, pixel);
        write(pieces[index], patches, pixel, part.inner);
        loop.run(backend, part, memory);
      }
    });
  }
  scratch.release();
  return true;
}

/**
 * A filter by its taps, or by its rows where a tap has few channels. Taps that
 * are left when all threads have had as many are cut into a part for each thread.
 */
function piecesOf(geometry: ConvGeometry, threads: number): Piece[] {
  const { filterHeight, filterWidth, inChannels, padInfo } = geometry;
  const { dilationHeight, dilationWidth } = geometry;
  const width = inChannels >= FEWEST_ROWS ? 1 : filterWidth;
  if (width * inChannels < FEWEST_ROWS) return [];
  const count = filterHeight * filterWidth / width;
  const whole = width === 1 ? count - count % threads : count;
  const places = Array.from({ length: count }, (_, i) => ({
    row: Math.floor(i * width / filterWidth),
    column: i * width % filterWidth,
  }));
  return places.flatMap(({ row, column }, i): Piece[] => {
    const taps = {
      ...geometry,
      filterHeight: 1,
      filterWidth: width,
      padInfo: {
        ...padInfo,
        top: padInfo.top - row * dilationHeight,
        left: padInfo.left - column * dilationWidth,
      },
    };
    const start = (row * filterWidth + column) * inChannels;
    return spans(inChannels, i < whole ? 1 : threads, LEFT_PANEL).map((
      channels,
    ) => ({
      geometry: taps,
      start: start + channels[0],
      rows: width * channels[1],
      channels,
    }));
  });
}
