/**
 * Max-pooling of images, on all threads. XNNPACK, which the backend ships, has
 * one, and takes a NaN that comes first in a window for no value at all.
 *
 * @module
 */

import type * as tf from "@tensorflow/tfjs";
import { writeMaxima } from "../assembly/pool_maxima.ts";
import { inParts } from "./in_parallel.ts";
import { refuseUneven } from "./mended_pads.ts";
import { compiledOn } from "./own_code_of.ts";
import { flatPool, imagePool, poolWindows } from "./pool_windows.ts";
import { addressOf, type Given, type WasmKernel } from "./wasm_backend.ts";

/** Replaces the shipped kernel for float32. */
export const maxPool: WasmKernel = {
  name: "MaxPool",
  run({ x }: Given<tf.MaxPoolInputs>, attributes, backend, shipped) {
    const given = attributes as tf.MaxPoolAttrs;
    refuseUneven("MaxPool", given.filterSize, given.strides, given.pad);
    const info = imagePool(x.shape, given);
    const pool = flatPool(info);
    if (x.dtype !== "float32") return shipped({ x }, attributes, backend);
    const out = backend.makeOutput(info.outShape, "float32");
    const [from, to] = [x, out].map((it) => addressOf(backend, it));
    const maxima = compiledOn(backend, writeMaxima);
    const pixel = 4 * pool.inChannels;
    const windows = pool.outHeight * pool.outWidth;
    const values = pool.inHeight * pool.inWidth * pool.inChannels;
    inParts(backend, pool.batchSize, values, (start, length) => {
      let at = to + start * windows * pixel;
      for (const run of poolWindows(pool, start, length)) {
        maxima({
          x: from + run.pixel * pixel,
          rowStep: pool.inWidth * pixel,
          pixelStep: pixel,
          windowStep: run.step * pixel,
          height: run.height,
          width: run.width,
          out: at,
          channels: pool.inChannels,
          count: run.count,
        });
        at += run.count * pixel;
      }
    });
    return out;
  },
};
