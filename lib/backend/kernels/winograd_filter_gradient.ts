import type * as tf from "@tensorflow/tfjs";
import type { ConvGeometry } from "./conv_geometry.ts";
import { inParallel, Scratch } from "./in_parallel.ts";
import { makeZeros } from "./make_zeros.ts";
import { ownCodeOf, transformsOn } from "./own_code_of.ts";
import { addressOf, release, type WasmBackend } from "./wasm_backend.ts";
import {
  planTiles,
  REACH,
  takePart,
  type TileBlock,
  transformInput,
} from "./winograd_tiles.ts";

/** Bytes of transformed tiles held at a time: blocks for all threads. */
const HELD_BYTES = 2 ** 23;

/**
 * The gradient of a 3x3 filter, where {@linkcode gainsByWinograd} says so: the
 * transposes of the convolution's transforms, in reverse.
 *
 * Some blocks of tiles are transformed, each by a thread, then the products of
 * each plane are added by one thread: a sum's terms keep their order, whatever
 * the threads.
 *
 * @returns `geometry.filterShape`, owned by the caller.
 */
export function winogradFilterGradient(
  backend: WasmBackend,
  geometry: ConvGeometry,
  x: tf.TensorInfo,
  dy: tf.TensorInfo,
): tf.TensorInfo {
  const { inChannels, outHeight, outWidth, outChannels } = geometry;
  const plan = planTiles(geometry);
  const { form, tileColumns, tileRows, blocks } = plan;
  const { tile, planes } = form;
  const { addOuterProducts } = ownCodeOf(backend);
  const { gradientToPlanes, planesToFilter } = transformsOn(backend, form);
  const width = tile * tileColumns;
  const size = inChannels * outChannels;
  const [xPixel, yPixel] = [4 * inChannels, 4 * outChannels];
  const yRow = width * yPixel;
  const blockBytes = planes * tileRows * tileColumns * (xPixel + yPixel);
  const held = Math.ceil(HELD_BYTES / blockBytes);
  /** Tiles of the blocks that are held, and so rows of a plane. */
  const rows = Math.min(held, blocks.length) * tileRows * tileColumns;
  const out = backend.makeOutput(geometry.filterShape, "float32");
  const kept = [
    makeZeros(backend, [planes, size]),
    backend.makeOutput([planes, rows, inChannels], "float32"),
    backend.makeOutput([planes, rows, outChannels], "float32"),
  ];
  const [sums, left, right] = kept.map((it) => addressOf(backend, it));
  const scratch = new Scratch(backend, [
    (tile * tileRows + REACH) * (width + REACH) * inChannels,
    tile * tileRows * width * outChannels,
  ]);
  const images = addressOf(backend, x);
  const gradients = addressOf(backend, dy);

  /** Transforms a block's input and gradient to rows from `first` on. */
  const transform = (block: TileBlock, first: number, thread: number) => {
    const { sample, row, tileRows } = block;
    const [input, gradient] = scratch.of(thread);
    transformInput(backend, geometry, plan, block, images, {
      pixels: input,
      planes: left + first * xPixel,
      rows,
    });
    takePart(
      backend,
      {
        address: gradients + sample * outHeight * outWidth * yPixel,
        height: outHeight,
        width: outWidth,
        channels: outChannels,
      },
      { row, column: 0, height: tile * tileRows, width },
      gradient,
    );
    for (let i = 0; i < tileRows; i++) {
      gradientToPlanes(
        gradient + tile * i * yRow,
        yRow,
        yPixel,
        right + (first + i * tileColumns) * yPixel,
        rows * yPixel,
        outChannels / 4,
        tileColumns,
      );
    }
  };
  for (let start = 0; start < blocks.length; start += held) {
    const now = blocks.slice(start, start + held);
    const firsts: number[] = [];
    let count = 0;
    for (const { tileRows } of now) {
      firsts.push(count);
      count += tileRows * tileColumns;
    }
    inParallel(
      backend,
      now.length,
      (i, thread) => transform(now[i], firsts[i], thread),
    );
    inParallel(backend, planes, (plane) => {
      addOuterProducts(
        left + plane * rows * xPixel,
        xPixel,
        right + plane * rows * yPixel,
        yPixel,
        count,
        sums + 4 * plane * size,
        yPixel,
        inChannels,
        outChannels,
      );
    });
  }
  planesToFilter(
    addressOf(backend, out),
    12 * size,
    4 * size,
    sums,
    4 * size,
    size / 4,
    1,
  );
  scratch.release();
  release(backend, ...kept);
  return out;
}
