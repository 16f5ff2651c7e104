/**
 * The patches of images under a convolution's window, as rows of a matrix, and
 * back.
 *
 * @module
 */

import type { ConvGeometry } from "./conv_geometry.ts";
import { ownCodeOf } from "./own_code_of.ts";
import type { WasmBackend } from "./wasm_backend.ts";

/** A window that slides along one axis; sizes in pixels. */
export interface SlidingTap {
  /** Distance of the tap from the window's start. */
  tap: number;
  stride: number;
  /** Pixels of padding before the image. */
  before: number;
  input: number;
  output: number;
}

/** Output pixels for which one tap of the window lies inside the image. */
export function insideRange(
  { tap, stride, before, input, output }: SlidingTap,
): [first: number, end: number] {
  // Column j meets input column j * stride + tap - before.
  const first = Math.max(0, Math.ceil((before - tap) / stride));
  const last = Math.floor((input - 1 + before - tap) / stride);
  return [first, Math.max(first, Math.min(output, last + 1))];
}

/** Patches of some output pixels, and where they and the images lie. */
export interface Patches {
  /** Address of the images. */
  images: number;
  /** Address of `count` rows `[filterHeight, filterWidth, channels]`. */
  rows: number;
  /** The first of the output pixels, counted over the batch. */
  pixel: number;
  count: number;
  /**
   * The first of the channels that are written, and how many; all unless given.
   * A window of several taps takes all.
   */
  channels?: [first: number, count: number];
}

/**
 * Writes the patches of output pixels, each as a row, pixels outside the image
 * as zeros.
 */
export function writePatches(
  backend: WasmBackend,
  geometry: ConvGeometry,
  patches: Patches,
): void {
  const { images, rows, count } = patches;
  const { clear, copyRows } = ownCodeOf(backend);
  const [first, channels] = patches.channels ?? [0, geometry.inChannels];
  const toStep = rowBytes(geometry, channels);
  const fromStep = pixelStep(geometry);
  clear({ address: rows, size: count * toStep });
  eachRun(geometry, patches, rowsOfTaps, (image, patch, count, taps) => {
    copyRows({
      from: images + image + 4 * first,
      fromStep,
      to: rows + patch,
      toStep,
      count,
      width: taps * channels,
    });
  });
}

/**
 * Adds patches to where they lie in the images: the transpose of
 * {@linkcode writePatches}.
 */
export function addPatches(
  backend: WasmBackend,
  geometry: ConvGeometry,
  patches: Patches,
): void {
  const { images, rows } = patches;
  const { addSpacedRows } = ownCodeOf(backend);
  // Tap by tap: a sum's terms keep their order.
  const fromStep = rowBytes(geometry);
  const toStep = pixelStep(geometry);
  eachRun(geometry, patches, singleTaps, (image, patch, count) => {
    addSpacedRows({
      from: rows + patch,
      fromStep,
      to: images + image,
      toStep,
      count,
      width: geometry.inChannels,
    });
  });
}

/** Bytes of one patch of so many channels. */
function rowBytes(
  { filterHeight, filterWidth, inChannels }: ConvGeometry,
  channels = inChannels,
): number {
  return 4 * filterHeight * filterWidth * channels;
}

/** Bytes from a pixel of an image to that of the next patch. */
function pixelStep({ strideWidth, inChannels }: ConvGeometry): number {
  return 4 * strideWidth * inChannels;
}

/**
 * Called for taps side by side, of patches that lie side by side in an image:
 * where both begin, in bytes, and how many patches and taps there are. Hundreds
 * of thousands of calls in a step of a large net: no object is made for one.
 */
type OnRun = (
  image: number,
  patch: number,
  patches: number,
  taps: number,
) => void;

/** Taps side by side, and the output columns for which they lie in the image. */
interface Taps {
  first: number;
  count: number;
  from: number;
  to: number;
}

/** Each tap of a window's row alone. */
function singleTaps(geometry: ConvGeometry): Taps[] {
  const { filterWidth, dilationWidth, strideWidth, padInfo } = geometry;
  return Array.from({ length: filterWidth }, (_, tap) => {
    const [from, to] = insideRange({
      tap: tap * dilationWidth,
      stride: strideWidth,
      before: padInfo.left,
      input: geometry.inWidth,
      output: geometry.outWidth,
    });
    return { first: tap, count: 1, from, to };
  });
}

/** What was computed for a convolution: each of its tasks asks several times. */
const known = new WeakMap<ConvGeometry, Taps[]>();

function rowsOfTaps(geometry: ConvGeometry): Taps[] {
  const taps = known.get(geometry) ?? tapsInRows(geometry);
  known.set(geometry, taps);
  return taps;
}

/** Whole rows of taps where they lie in the image, single ones beside them. */
function tapsInRows(geometry: ConvGeometry): Taps[] {
  const single = singleTaps(geometry);
  // Dilated taps are apart.
  if (geometry.dilationWidth > 1 || single.length === 1) return single;
  const from = Math.max(...single.map((taps) => taps.from));
  const to = Math.min(...single.map((taps) => taps.to));
  if (from >= to) return single;
  return [
    { first: 0, count: single.length, from, to },
    ...single.flatMap((taps) => [
      { ...taps, to: Math.min(taps.to, from) },
      { ...taps, from: Math.max(taps.from, to) },
    ]).filter((taps) => taps.from < taps.to),
  ];
}

/** Goes through the patches of some output pixels. */
function eachRun(
  geometry: ConvGeometry,
  { pixel, count, channels }: Patches,
  tapsOf: (geometry: ConvGeometry) => Taps[],
  onRun: OnRun,
): void {
  const { outHeight, outWidth, inHeight, inWidth, padInfo } = geometry;
  const { filterHeight, filterWidth, strideHeight, strideWidth } = geometry;
  const { dilationHeight, dilationWidth } = geometry;
  const tapBytes = 4 * geometry.inChannels;
  const patchBytes = rowBytes(geometry, channels?.[1]);
  const rowOfTaps = tapsOf(geometry);
  for (let done = 0; done < count;) {
    const row = Math.floor((pixel + done) / outWidth);
    const from = (pixel + done) % outWidth;
    const to = Math.min(outWidth, from + count - done);
    const sample = Math.floor(row / outHeight);
    const top = (row % outHeight) * strideHeight - padInfo.top;
    for (let r = 0; r < filterHeight; r++) {
      const y = top + r * dilationHeight;
      if (y < 0 || y >= inHeight) continue;
      const line = (sample * inHeight + y) * inWidth * tapBytes;
      for (let i = 0; i < rowOfTaps.length; i++) {
        const taps = rowOfTaps[i];
        const start = Math.max(from, taps.from);
        const length = Math.min(to, taps.to) - start;
        if (length <= 0) continue;
        const column = start * strideWidth + taps.first * dilationWidth -
          padInfo.left;
        onRun(
          line + column * tapBytes,
          (done + start - from) * patchBytes +
            (r * filterWidth + taps.first) * tapBytes,
          length,
          taps.count,
        );
      }
    }
    done += to - from;
  }
}
