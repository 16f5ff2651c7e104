/**
 * The patches of images under a convolution's window, as rows of a matrix.
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
  const { outHeight, outWidth, inHeight, inWidth, padInfo } = geometry;
  const { filterHeight, filterWidth, strideHeight, strideWidth } = geometry;
  const { dilationHeight, dilationWidth } = geometry;
  const tapBytes = 4 * geometry.inChannels;
  const rowBytes = filterHeight * filterWidth * tapBytes;
  backend.wasm.HEAPU8.fill(0, out, out + count * rowBytes);
  for (let done = 0; done < count;) {
    const row = Math.floor((pixel + done) / outWidth);
    const from = (pixel + done) % outWidth;
    const to = Math.min(outWidth, from + count - done);
    const sample = Math.floor(row / outHeight);
    const top = (row % outHeight) * strideHeight - padInfo.top;
    for (let r = 0; r < filterHeight; r++) {
      const y = top + r * dilationHeight;
      if (y < 0 || y >= inHeight) continue;
      const line = images + (sample * inHeight + y) * inWidth * tapBytes;
      for (let s = 0; s < filterWidth; s++) {
        const shift = s * dilationWidth;
        const [first, end] = insideRange(
          ...[shift, strideWidth, padInfo.left, inWidth, outWidth] as const,
        );
        const start = Math.max(from, first);
        const inside = Math.min(to, end) - start;
        if (inside <= 0) continue;
        copyRows(
          line + (start * strideWidth + shift - padInfo.left) * tapBytes,
          strideWidth * tapBytes,
          out + (done + start - from) * rowBytes +
            (r * filterWidth + s) * tapBytes,
          rowBytes,
          inside,
          geometry.inChannels,
        );
      }
    }
    done += to - from;
  }
}
