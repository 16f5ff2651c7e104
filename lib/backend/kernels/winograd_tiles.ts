/**
 * What the convolution and its filter's gradient by Winograd's F(2x2, 3x3)
 * share: when it is used, and the blocks of tiles they go through.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import { PLANES, TILE } from "../assembly/winograd_transforms.ts";
import { ROWS } from "../assembly/row_products.ts";
import type { ConvGeometry } from "./conv_geometry.ts";
import { ownCodeOf } from "./own_code_of.ts";
import type { WasmBackend } from "./wasm_backend.ts";

/**
 * A flag of tfjs, so that every copy of this library sees the same: the
 * backend's threads where Winograd's products are allowed, else 0.
 */
const FLAG = "THAW_WASM_WINOGRAD";

/**
 * Lets convolutions on WASM use Winograd's products, or forbids it; without
 * `allowed` it stays as it was, for a backend of so many threads.
 */
export function allowWinograd(
  { allowed = winogradThreads() > 0, threads }: {
    allowed?: boolean;
    threads: number;
  },
): void {
  const env = tf.env();
  if (!(FLAG in env.getFlags())) env.registerFlag(FLAG, () => 0);
  env.set(FLAG, allowed ? threads : 0);
}

export function isWinogradAllowed(): boolean {
  return winogradThreads() > 0;
}

function winogradThreads(): number {
  return Number(tf.env().getFlags()[FLAG] ?? 0);
}

/**
 * Most threads on which a convolution gains: these loops run on one, the
 * shipped kernel on all. A filter's gradient has no shipped kernel.
 */
const MOST_THREADS = 2;

// Measured against XNNPACK and against patches, in one run: 0.6 to 0.9 of their
// time within these limits, up to twice it beyond.

/** Fewest channels, and tiles of the batch, that pay for the transforms. */
const FEWEST_CHANNELS = 16;
const FEWEST_TILES = 64;

/** Fewest tiles of an image: the filter's planes are read for each image. */
const FEWEST_TILES_OF_IMAGE = 16;

/** Fewest pairs of channels for a convolution, which XNNPACK does well. */
const FEWEST_PAIRS = 512;

/** Most for a filter's gradient, whose planes are read and written: 4 MB. */
const MOST_PAIRS = 2 ** 16;

/** Whether Winograd's products are allowed here, and faster than XNNPACK. */
export function convolvesByWinograd(geometry: ConvGeometry): boolean {
  return winogradThreads() <= MOST_THREADS && fitsWinograd(geometry) &&
    geometry.inChannels * geometry.outChannels >= FEWEST_PAIRS;
}

/** Whether they are allowed, and a filter's gradient faster than by patches. */
export function gainsByWinograd(geometry: ConvGeometry): boolean {
  return fitsWinograd(geometry) &&
    geometry.inChannels * geometry.outChannels <= MOST_PAIRS;
}

function fitsWinograd(geometry: ConvGeometry): boolean {
  const { filterHeight, filterWidth, strideHeight, strideWidth } = geometry;
  const { dilationHeight, dilationWidth, inChannels, outChannels } = geometry;
  const { batchSize, outHeight, outWidth } = geometry;
  const tiles = Math.ceil(outHeight / TILE) * Math.ceil(outWidth / TILE);
  return isWinogradAllowed() &&
    filterHeight === 3 && filterWidth === 3 &&
    strideHeight * strideWidth * dilationHeight * dilationWidth === 1 &&
    inChannels % 4 === 0 && outChannels % 8 === 0 &&
    Math.min(inChannels, outChannels) >= FEWEST_CHANNELS &&
    tiles >= FEWEST_TILES_OF_IMAGE && batchSize * tiles >= FEWEST_TILES;
}

/** Bytes of transformed tiles held at a time: within a usual L2 cache. */
const BLOCK_BYTES = 2 ** 20;

/** Rows of tiles of one image. */
export interface TileBlock {
  sample: number;
  /** The first row of the output. */
  row: number;
  tileRows: number;
}

/** Pixels that a tile's input is wider and higher than its output. */
export const REACH = 2;

/** How a convolution is cut into blocks of tiles. */
export interface TilePlan {
  tileColumns: number;
  /** Most rows of tiles in a block. */
  tileRows: number;
  /** Rows of a plane: tiles of a block, filled up to whole fours. */
  rows: number;
  blocks: TileBlock[];
}

export function planTiles(geometry: ConvGeometry): TilePlan {
  const { batchSize, outHeight, outWidth, inChannels, outChannels } = geometry;
  const tileColumns = Math.ceil(outWidth / TILE);
  const all = Math.ceil(outHeight / TILE);
  const rowBytes = 4 * PLANES * tileColumns * (inChannels + outChannels);
  const tileRows = Math.min(all, Math.ceil(BLOCK_BYTES / rowBytes));
  const blocks: TileBlock[] = [];
  for (let sample = 0; sample < batchSize; sample++) {
    for (let i = 0; i < all; i += tileRows) {
      const rows = Math.min(tileRows, all - i);
      blocks.push({ sample, row: TILE * i, tileRows: rows });
    }
  }
  const rows = ROWS * Math.ceil(tileRows * tileColumns / ROWS);
  return { tileColumns, tileRows, rows, blocks };
}

/** A part of an image: `height` by `width` pixels from `row`, `column` on. */
export interface Part {
  row: number;
  column: number;
  height: number;
  width: number;
}

/** An image in memory. */
export interface Image {
  address: number;
  height: number;
  width: number;
  channels: number;
}

/** The rows and columns of a part that lie in the image, counted in the part. */
function overlap(part: Part, image: Image) {
  const top = Math.max(0, -part.row);
  const left = Math.max(0, -part.column);
  return {
    top,
    left,
    height: Math.min(part.height, image.height - part.row) - top,
    width: Math.min(part.width, image.width - part.column) - left,
  };
}

/** Copies a part of an image to `to`, dense, zeros beyond the image's edges. */
export function takePart(
  backend: WasmBackend,
  image: Image,
  part: Part,
  to: number,
): void {
  const { clear, copyRows } = ownCodeOf(backend);
  const pixel = 4 * image.channels;
  const { top, left, height, width } = overlap(part, image);
  if (height < part.height || width < part.width) {
    clear(to, part.height * part.width * pixel);
  }
  if (height <= 0 || width <= 0) return;
  const row = part.row + top;
  const column = part.column + left;
  copyRows(
    image.address + (row * image.width + column) * pixel,
    image.width * pixel,
    to + (top * part.width + left) * pixel,
    part.width * pixel,
    height,
    width * image.channels,
  );
}

/** Copies a dense part from `from` into an image, as far as it lies there. */
export function putPart(
  backend: WasmBackend,
  image: Image,
  part: Part,
  from: number,
): void {
  const { copyRows } = ownCodeOf(backend);
  const pixel = 4 * image.channels;
  const { top, left, height, width } = overlap(part, image);
  copyRows(
    from + (top * part.width + left) * pixel,
    part.width * pixel,
    image.address +
      ((part.row + top) * image.width + part.column + left) * pixel,
    image.width * pixel,
    height,
    width * image.channels,
  );
}

/**
 * Transforms the pixels of the input that a block of tiles needs.
 *
 * @param images The address of the input.
 * @param to Addresses: of room for the pixels, dense, and of the planes.
 */
export function transformInput(
  backend: WasmBackend,
  geometry: ConvGeometry,
  { tileColumns, rows }: TilePlan,
  block: TileBlock,
  images: number,
  to: { pixels: number; planes: number },
): void {
  const { inHeight, inWidth, inChannels, padInfo } = geometry;
  const { inputToPlanes } = ownCodeOf(backend);
  const pixel = 4 * inChannels;
  const width = TILE * tileColumns + REACH;
  takePart(backend, {
    address: images + block.sample * inHeight * inWidth * pixel,
    height: inHeight,
    width: inWidth,
    channels: inChannels,
  }, {
    row: block.row - padInfo.top,
    column: -padInfo.left,
    height: TILE * block.tileRows + REACH,
    width,
  }, to.pixels);
  for (let i = 0; i < block.tileRows; i++) {
    inputToPlanes(
      to.pixels + TILE * i * width * pixel,
      width * pixel,
      pixel,
      to.planes + i * tileColumns * pixel,
      rows * pixel,
      inChannels / 4,
      tileColumns,
    );
  }
}
