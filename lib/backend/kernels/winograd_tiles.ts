/**
 * The blocks of tiles that a convolution by Winograd's products, and its
 * filter's gradient, go through.
 *
 * @module
 */

import type { WinogradForm } from "../assembly/winograd_transforms.ts";
import { ROWS } from "../assembly/row_products.ts";
import type { ConvGeometry } from "./conv_geometry.ts";
import { ownCodeOf, transformsOn } from "./own_code_of.ts";
import type { WasmBackend } from "./wasm_backend.ts";
import { winogradForm } from "./winograd_choice.ts";

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
  form: WinogradForm;
  tileColumns: number;
  /** Most rows of tiles in a block. */
  tileRows: number;
  /** Rows of a plane: tiles of a block, filled up to whole fours. */
  rows: number;
  blocks: TileBlock[];
}

export function planTiles(geometry: ConvGeometry): TilePlan {
  const { batchSize, outHeight, outWidth, inChannels, outChannels } = geometry;
  const form = winogradForm(geometry);
  const tileColumns = Math.ceil(outWidth / form.tile);
  const all = Math.ceil(outHeight / form.tile);
  const rowBytes = 4 * form.planes * tileColumns * (inChannels + outChannels);
  const tileRows = Math.min(all, Math.ceil(BLOCK_BYTES / rowBytes));
  const blocks: TileBlock[] = [];
  for (let sample = 0; sample < batchSize; sample++) {
    for (let i = 0; i < all; i += tileRows) {
      const rows = Math.min(tileRows, all - i);
      blocks.push({ sample, row: form.tile * i, tileRows: rows });
    }
  }
  const rows = ROWS * Math.ceil(tileRows * tileColumns / ROWS);
  return { form, tileColumns, tileRows, rows, blocks };
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
    clear({ address: to, size: part.height * part.width * pixel });
  }
  if (height <= 0 || width <= 0) return;
  const row = part.row + top;
  const column = part.column + left;
  copyRows({
    from: image.address + (row * image.width + column) * pixel,
    fromStep: image.width * pixel,
    to: to + (top * part.width + left) * pixel,
    toStep: part.width * pixel,
    count: height,
    width: width * image.channels,
  });
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
  const at = (part.row + top) * image.width + part.column + left;
  copyRows({
    from: from + (top * part.width + left) * pixel,
    fromStep: part.width * pixel,
    to: image.address + at * pixel,
    toStep: image.width * pixel,
    count: height,
    width: width * image.channels,
  });
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
  { form, tileColumns, rows }: TilePlan,
  block: TileBlock,
  images: number,
  to: { pixels: number; planes: number },
): void {
  const { inHeight, inWidth, inChannels, padInfo } = geometry;
  const { inputToPlanes } = transformsOn(backend, form);
  const pixel = 4 * inChannels;
  const width = form.tile * tileColumns + REACH;
  takePart(backend, {
    address: images + block.sample * inHeight * inWidth * pixel,
    height: inHeight,
    width: inWidth,
    channels: inChannels,
  }, {
    row: block.row - padInfo.top,
    column: -padInfo.left,
    height: form.tile * block.tileRows + REACH,
    width,
  }, to.pixels);
  for (let i = 0; i < block.tileRows; i++) {
    inputToPlanes({
      image: to.pixels + form.tile * i * width * pixel,
      rowStep: width * pixel,
      pixelStep: pixel,
      planes: to.planes + i * tileColumns * pixel,
      planeStep: rows * pixel,
      vectors: inChannels / 4,
      tiles: tileColumns,
    });
  }
}
