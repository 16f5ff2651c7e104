/**
 * When convolutions and their filters' gradients go by Winograd's products, and
 * in which form.
 *
 * @module
 */

import { F2, F4, type WinogradForm } from "../assembly/winograd_transforms.ts";
import type { ConvGeometry } from "./conv_geometry.ts";
import { SharedChoice } from "./shared_choice.ts";

const choice = new SharedChoice("THAW_WASM_WINOGRAD");

/** Lets convolutions on WASM use Winograd's products, or forbids it. */
export function allowWinograd(allowed: boolean): void {
  choice.set(allowed);
}

export function isWinogradAllowed(): boolean {
  return choice.isOn;
}

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
  return fitsWinograd(geometry) &&
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
  const tiles = tilesOf(geometry, F2);
  return isWinogradAllowed() &&
    filterHeight === 3 && filterWidth === 3 &&
    strideHeight * strideWidth * dilationHeight * dilationWidth === 1 &&
    inChannels % 4 === 0 && outChannels % 8 === 0 &&
    Math.min(inChannels, outChannels) >= FEWEST_CHANNELS &&
    tiles >= FEWEST_TILES_OF_IMAGE &&
    geometry.batchSize * tiles >= FEWEST_TILES;
}

/**
 * Most channels for F(4x4, 3x3): its error grows with the terms of a sum, and
 * stays within 1e-5 of the largest value up to here.
 */
const MOST_CHANNELS_OF_F4 = 256;

/**
 * Most products by F(4x4) for one by F(2x2): more are of tiles that lie half
 * beyond the edges of a small image, and it no longer gains.
 */
const GAIN_OF_F4 = 0.8;

/** The faster form, where the convolution goes by Winograd's products. */
export function winogradForm(geometry: ConvGeometry): WinogradForm {
  const { inChannels, outChannels } = geometry;
  const fours = tilesOf(geometry, F4);
  const products = F4.planes * fours / (F2.planes * tilesOf(geometry, F2));
  return Math.max(inChannels, outChannels) <= MOST_CHANNELS_OF_F4 &&
      fours >= FEWEST_TILES_OF_IMAGE && products <= GAIN_OF_F4
    ? F4
    : F2;
}

/** Tiles of an image. */
function tilesOf(
  { outHeight, outWidth }: ConvGeometry,
  { tile }: WinogradForm,
): number {
  return Math.ceil(outHeight / tile) * Math.ceil(outWidth / tile);
}
