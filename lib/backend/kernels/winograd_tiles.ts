/**
 * The blocks of tiles that a convolution by Winograd's products, and its
 * filter's gradient, go through.
 *
 * @module
 */

import type { WinogradForm } from "../assembly/winograd_transforms.ts";
import { ROWS } from "../assembly/row_products.ts";
import type { ConvGeometry } from "./conv_geometry.ts";
import { winogradForm } from "./winograd_choice.ts";
import type { Tiles } from "./winograd_images.ts";

/** Bytes of transformed tiles held at a time: within a usual L2 cache. */
export const BLOCK_BYTES = 2 ** 20;

/** Rows of tiles of one image. */
export interface TileBlock {
  sample: number;
  /** The first row of the output. */
  row: number;
  tileRows: number;
}

/** Pixels that a tile's input is wider and higher than its output. */
const REACH = 2;

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

export function planTiles(
  geometry: ConvGeometry,
  blockBytes = BLOCK_BYTES,
): TilePlan {
  const { batchSize, outHeight, outWidth, inChannels, outChannels } = geometry;
  const form = winogradForm(geometry);
  const tileColumns = Math.ceil(outWidth / form.tile);
  const all = Math.ceil(outHeight / form.tile);
  const rowBytes = 4 * form.planes * tileColumns * (inChannels + outChannels);
  const most = Math.min(all, Math.ceil(blockBytes / rowBytes));
  // As many in each block of an image, so that tasks take as long.
  const tileRows = Math.ceil(all / Math.ceil(all / most));
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

/** Bytes of a cache line. */
const LINE_BYTES = 64;

/**
 * Bytes from a plane of so many channels to the next: an odd number of lines.
 * A tile's numbers lie a plane apart, and would else fall into few sets of the
 * cache.
 */
export function planeStep({ rows }: TilePlan, channels: number): number {
  return LINE_BYTES * (Math.ceil(4 * rows * channels / LINE_BYTES) | 1);
}

/** The tiles of a block in the images that are convolved. */
export function inputTiles(
  geometry: ConvGeometry,
  { form, tileColumns }: TilePlan,
  { sample, row, tileRows }: TileBlock,
  images: number,
): Tiles {
  const { inHeight, inWidth, inChannels, padInfo } = geometry;
  return {
    image: {
      address: images + 4 * sample * inHeight * inWidth * inChannels,
      height: inHeight,
      width: inWidth,
      channels: inChannels,
    },
    row: row - padInfo.top,
    column: -padInfo.left,
    side: form.tile + REACH,
    step: form.tile,
    rows: tileRows,
    columns: tileColumns,
  };
}

/** The tiles of a block in the results, or in their gradient. */
export function outputTiles(
  { outHeight, outWidth, outChannels }: ConvGeometry,
  { form, tileColumns }: TilePlan,
  { sample, row, tileRows }: TileBlock,
  images: number,
): Tiles {
  return {
    image: {
      address: images + 4 * sample * outHeight * outWidth * outChannels,
      height: outHeight,
      width: outWidth,
      channels: outChannels,
    },
    row,
    column: 0,
    side: form.tile,
    step: form.tile,
    rows: tileRows,
    columns: tileColumns,
  };
}
