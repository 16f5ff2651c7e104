/**
 * The gradient of average-pooling: each pixel of a window gets an equal share.
 *
 * The kernel of tfjs 4.22 is right, but takes 25 times as long as the pool.
 * Padding gets no share: `averagePoolGradient()` sees to that.
 *
 * @module
 */

import type * as tf from "@tensorflow/tfjs";
import { inParts } from "./in_parallel.ts";
import { ownCodeOf } from "./own_code_of.ts";
import { flatPool, imagePool, poolWindows } from "./pool_windows.ts";
import {
  addressOf,
  callKernel,
  type Given,
  release,
  type WasmKernel,
} from "./wasm_backend.ts";

/** Replaces the shipped kernel. */
export const avgPoolGrad: WasmKernel = {
  name: "AvgPoolGrad",
  run({ dy, input }: Given<tf.AvgPoolGradInputs>, attributes, backend) {
    const pool = imagePool(input.shape, attributes as tf.AvgPoolGradAttrs);
    const size = backend.makeOutput([], "float32");
    backend.typedArrayFromHeap(size)[0] = pool.filterHeight * pool.filterWidth;
    const share = callKernel("RealDiv", { a: dy, b: size }, {}, backend);
    const out = backend.makeOutput(input.shape, "float32");
    const { addToWindow, clear } = ownCodeOf(backend);
    const [dx, shares] = [out, share].map((it) => addressOf(backend, it));
    const bytes = 4 * pool.inChannels;
    const rowBytes = pool.inWidth * bytes;
    const sample = pool.inHeight * rowBytes;
    const windowsOfSample = pool.outHeight * pool.outWidth;
    inParts(backend, pool.batchSize, sample / 4, (start, length) => {
      clear({ address: dx + start * sample, size: length * sample });
      let gradient = shares + start * windowsOfSample * bytes;
      for (const windows of poolWindows(flatPool(pool), start, length)) {
        const { pixel, step, count, height, width } = windows;
        for (let i = 0; i < count; i++, gradient += bytes) {
          addToWindow({
            dx: dx + (pixel + i * step) * bytes,
            dy: gradient,
            height,
            width,
            rowStep: rowBytes,
            pixelStep: bytes,
            channels: pool.inChannels,
          });
        }
      }
    });
    release(backend, size, share);
    return out;
  },
};
