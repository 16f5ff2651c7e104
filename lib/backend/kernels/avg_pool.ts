/**
 * Average-pooling of images by windows of up to nine pixels, on all threads, with
 * the bits of XNNPACK, which the backend ships and is left other windows.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import { MOST_TAPS, writeMeans } from "../assembly/pool_means.ts";
import { bitsOf } from "./evaluate_formula.ts";
import { inParts } from "./in_parallel.ts";
import { makeZeros } from "./make_zeros.ts";
import { refuseUneven } from "./mended_pads.ts";
import { compiledOn } from "./own_code_of.ts";
import {
  addressOf,
  type Given,
  release,
  type WasmBackend,
  type WasmKernel,
} from "./wasm_backend.ts";

/** Replaces the shipped kernel where it can. */
export const avgPool: WasmKernel = {
  name: "AvgPool",
  run({ x }: Given<tf.AvgPoolInputs>, attributes, backend, shipped) {
    const { filterSize, strides, pad, dimRoundingMode } =
      attributes as tf.AvgPoolAttrs;
    refuseUneven("AvgPool", filterSize, strides, pad);
    const pool = tf.backend_util.computePool2DInfo(
      x.shape as [number, number, number, number],
      filterSize,
      strides,
      1,
      pad,
      dimRoundingMode,
    );
    if (!isOwn(pool) || x.dtype !== "float32") {
      return shipped({ x }, attributes, backend);
    }
    const out = backend.makeOutput(pool.outShape, "float32");
    const zeros = makeZeros(backend, [pool.inWidth + 1, pool.inChannels]);
    const place = {
      images: addressOf(backend, x),
      zeros: addressOf(backend, zeros),
      out: addressOf(backend, out),
    };
    const values = pool.inHeight * pool.inWidth * pool.inChannels;
    inParts(backend, pool.batchSize, values, (start, length) => {
      for (let sample = start; sample < start + length; sample++) {
        for (let row = 0; row < pool.outHeight; row++) {
          writeRow(backend, pool, place, sample, row);
        }
      }
    });
    release(backend, zeros);
    return out;
  },
};

type Pool = tf.backend_util.Conv2DInfo;

/**
 * Whether a pool has few enough taps, pads no longer than its windows, and more
 * than one window, whose mean XNNPACK adds in another order.
 */
function isOwn(pool: Pool): boolean {
  const { filterHeight, filterWidth, inHeight, inWidth, padInfo } = pool;
  const { top, bottom, left, right } = padInfo;
  const isWhole = filterHeight === inHeight && filterWidth === inWidth;
  return filterHeight * filterWidth <= MOST_TAPS && !isWhole &&
    Math.min(top, bottom, left, right) >= 0 &&
    Math.max(top, bottom) < filterHeight && Math.max(left, right) < filterWidth;
}

/** Writes the means of one row of windows. */
function writeRow(
  backend: WasmBackend,
  pool: Pool,
  place: { images: number; zeros: number; out: number },
  sample: number,
  row: number,
): void {
  const { inHeight, inWidth, inChannels, outHeight, outWidth, padInfo } = pool;
  const { filterHeight, filterWidth, strideHeight, strideWidth } = pool;
  const means = compiledOn(backend, writeMeans);
  const pixel = 4 * inChannels;
  const top = row * strideHeight - padInfo.top;
  const first = Math.max(0, -top);
  const end = Math.min(filterHeight, inHeight - top);
  const image = place.images + sample * inHeight * inWidth * pixel;
  const line = place.out + (sample * outHeight + row) * outWidth * pixel;
  for (let column = 0; column < outWidth;) {
    const left = column * strideWidth - padInfo.left;
    const from = Math.max(0, -left);
    const to = Math.min(filterWidth, inWidth - left);
    // Windows that lie in the image from left to right are one run.
    const isInside = from === 0 && to === filterWidth;
    const fitting = Math.floor((inWidth - filterWidth - left) / strideWidth) +
      1;
    const count = isInside ? Math.min(outWidth - column, fitting) : 1;
    const taps = new Array<number>(MOST_TAPS).fill(place.zeros);
    // XNNPACK takes a window's pixels column by column.
    for (let x = from; x < to; x++) {
      for (let y = first; y < end; y++) {
        taps[x * filterHeight + y] = image +
          ((top + y) * inWidth + left + x) * pixel;
      }
    }
    const size = (end - first) * (to - from);
    const [x0, x1, x2, x3, x4, x5, x6, x7, x8] = taps;
    means({
      x0,
      x1,
      x2,
      x3,
      x4,
      x5,
      x6,
      x7,
      x8,
      step: strideWidth * pixel,
      out: line + column * pixel,
      channels: inChannels,
      count,
      factor: bitsOf([1 / size])[0],
    });
    column += count;
  }
}
