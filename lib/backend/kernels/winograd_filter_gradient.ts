import type * as tf from "@tensorflow/tfjs";
import type { ConvGeometry } from "./conv_geometry.ts";
import { inParallel, inParts, Scratch } from "./in_parallel.ts";
import { spans } from "./matrix_part.ts";
import { ownCodeOf, transformsOn } from "./own_code_of.ts";
import { addressOf, release, type WasmBackend } from "./wasm_backend.ts";
import {
  planTiles,
  REACH,
  takePart,
  type TileBlock,
  transformInput,
} from "./winograd_tiles.ts";

/**
 * Most groups of blocks, each with sums of its own, and bytes of all sums.
 * Neither depends on the threads, so neither do the sums.
 */
const MOST_GROUPS = 16;
const SUMS_BYTES = 2 ** 25;

/**
 * The gradient of a 3x3 filter, where {@linkcode gainsByWinograd} says so: the
 * transposes of the convolution's transforms, in reverse.
 *
 * The products of a group of blocks are added up by one thread, which has just
 * transformed them; then the groups are added in their order.
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
  const { form, tileColumns, tileRows, rows, blocks } = plan;
  const { tile, planes } = form;
  const { addOuterProducts, addSpacedRows, clear } = ownCodeOf(backend);
  const { gradientToPlanes, planesToFilter } = transformsOn(backend, form);
  const width = tile * tileColumns;
  const size = inChannels * outChannels;
  const [xPixel, yPixel] = [4 * inChannels, 4 * outChannels];
  const yRow = width * yPixel;
  const sumsBytes = 4 * planes * size;
  const groups = spans(
    blocks.length,
    Math.min(MOST_GROUPS, Math.floor(SUMS_BYTES / sumsBytes)),
    1,
  );
  const out = backend.makeOutput(geometry.filterShape, "float32");
  const kept = backend.makeOutput([groups.length, planes, size], "float32");
  const sums = addressOf(backend, kept);
  const scratch = new Scratch(backend, [
    (tile * tileRows + REACH) * (width + REACH) * inChannels,
    planes * rows * inChannels,
    tile * tileRows * width * outChannels,
    planes * rows * outChannels,
  ]);
  const images = addressOf(backend, x);
  const gradients = addressOf(backend, dy);

  /** Adds a block's products to the sums from `to` on. */
  const addBlock = (block: TileBlock, to: number, thread: number) => {
    const { sample, row, tileRows } = block;
    const [input, left, gradient, right] = scratch.of(thread);
    transformInput(backend, geometry, plan, block, images, {
      pixels: input,
      planes: left,
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
      gradientToPlanes({
        image: gradient + tile * i * yRow,
        rowStep: yRow,
        pixelStep: yPixel,
        planes: right + i * tileColumns * yPixel,
        planeStep: rows * yPixel,
        vectors: outChannels / 4,
        tiles: tileColumns,
      });
    }
    for (let plane = 0; plane < planes; plane++) {
      addOuterProducts({
        x: left + plane * rows * xPixel,
        xStep: xPixel,
        y: right + plane * rows * yPixel,
        yStep: yPixel,
        count: tileRows * tileColumns,
        out: to + 4 * plane * size,
        outStep: yPixel,
        rows: inChannels,
        columns: outChannels,
      });
    }
  };
  inParallel(backend, groups.length, (group, thread) => {
    const to = sums + group * sumsBytes;
    const [start, length] = groups[group];
    clear({ address: to, size: sumsBytes });
    for (const block of blocks.slice(start, start + length)) {
      addBlock(block, to, thread);
    }
  });
  inParts(backend, planes * size, groups.length, (start, length) => {
    const to = sums + 4 * start;
    addSpacedRows({
      from: to + sumsBytes,
      fromStep: sumsBytes,
      to,
      toStep: 0,
      count: groups.length - 1,
      width: length,
    });
  });
  planesToFilter({
    image: addressOf(backend, out),
    rowStep: 12 * size,
    pixelStep: 4 * size,
    planes: sums,
    planeStep: 4 * size,
    vectors: size / 4,
    tiles: 1,
  });
  scratch.release();
  release(backend, kept);
  return out;
}
