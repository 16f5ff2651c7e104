/**
 * The patches of images under a convolution's window, as rows of a matrix, and
 * back.
 *
 * @module
 */

import type { ConvGeometry } from "./conv_geometry.ts";
import { ownCodeOf } from "./own_code_of.ts";
import type { WasmBackend } from "./wasm_backend.ts";

/** Output pixels for which one tap of the window lies inside the image. */
export function insideRange(
  tap: number,
  stride: number,
  before: number,
  input: number,
  output: number,
): [first: number, end: number] {
  // Column j meets input column j * stride + tap - before.
  const first = Math.max(0, Math.ceil((before - tap) / stride));
  const last = Math.floor((input - 1 + before - tap) / stride);
  return [first, Math.max(first, Math.min(output, last + 1))];
}

/**
 * Writes the patches of `count` output pixels from `pixel` on, each as a row
 * `[filterHeight, filterWidth, channels]`, pixels outside the image as zeros.
 *
 * @param images Address of the images.
 * @param out Address of `count` rows.
 */
export function writePatches(
  backend: WasmBackend,
  geometry: ConvGeometry,
  images: number,
  pixel: number,
  count: number,
  out: number,
): void {
  const { copyRows } = ownCodeOf(backend);
  backend.wasm.HEAPU8.fill(0, out, out + count * rowBytes(geometry));
  for (const run of runs(geometry, pixel, count)) {
    copyRows(
      images + run.image,
      run.imageStep,
      out + run.patch,
      rowBytes(geometry),
      run.length,
      geometry.inChannels,
    );
  }
}

/**
 * Adds the patches of `count` output pixels from `pixel` on to where they lie
 * in the images: the transpose of {@linkcode writePatches}.
 *
 * @param patches Address of `count` rows.
 * @param images Address of the images.
 */
export function addPatches(
  backend: WasmBackend,
  geometry: ConvGeometry,
  patches: number,
  pixel: number,
  count: number,
  images: number,
): void {
  const { addSpacedRows } = ownCodeOf(backend);
  for (const run of runs(geometry, pixel, count)) {
    addSpacedRows(
      patches + run.patch,
      rowBytes(geometry),
      images + run.image,
      run.imageStep,
      run.length,
      geometry.inChannels,
    );
  }
}

/** Bytes of one patch. */
function rowBytes(
  { filterHeight, filterWidth, inChannels }: ConvGeometry,
): number {
  return 4 * filterHeight * filterWidth * inChannels;
}

/** One tap of patches that lie side by side in an image, in bytes. */
interface Run {
  image: number;
  imageStep: number;
  patch: number;
  /** Number of patches. */
  length: number;
}

/** All that the patches of some output pixels have of the images. */
function* runs(
  geometry: ConvGeometry,
  pixel: number,
  count: number,
): Generator<Run> {
  const { outHeight, outWidth, inHeight, inWidth, padInfo } = geometry;
  const { filterHeight, filterWidth, strideHeight, strideWidth } = geometry;
  const { dilationHeight, dilationWidth } = geometry;
  const tapBytes = 4 * geometry.inChannels;
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
      for (let s = 0; s < filterWidth; s++) {
        const shift = s * dilationWidth;
        const [first, end] = insideRange(
          ...[shift, strideWidth, padInfo.left, inWidth, outWidth] as const,
        );
        const start = Math.max(from, first);
        const length = Math.min(to, end) - start;
        if (length <= 0) continue;
        yield {
          image: line +
            (start * strideWidth + shift - padInfo.left) * tapBytes,
          imageStep: strideWidth * tapBytes,
          patch: (done + start - from) * rowBytes(geometry) +
            (r * filterWidth + s) * tapBytes,
          length,
        };
      }
    }
    done += to - from;
  }
}
