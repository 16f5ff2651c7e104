/**
 * Average-pooling of images by windows of up to nine pixels on several threads,
 * with the bits of XNNPACK, which the backend ships and is left all else. A
 * window that rounding up put beyond the image has NaN here, as on cpu, and 0 or
 * minus infinity there.
 *
 * @module
 */

import type * as tf from "@tensorflow/tfjs";
import type { ByName } from "../assembly/compile.ts";
import { MOST_TAPS, writeMeans } from "../assembly/pool_means.ts";
import { bitsOf } from "./evaluate_formula.ts";
import { inParts, threadsOf } from "./in_parallel.ts";
import { makeZeros } from "./make_zeros.ts";
import { isRoundedUp, refuseUneven, withWholePads } from "./mended_pads.ts";
import { compiledOn } from "./own_code_of.ts";
import { imagePool } from "./pool_windows.ts";
import {
  addressOf,
  type Given,
  release,
  type WasmKernel,
} from "./wasm_backend.ts";

/** Replaces the shipped kernel where it can. */
export const avgPool: WasmKernel = {
  name: "AvgPool",
  run({ x }: Given<tf.AvgPoolInputs>, attributes, backend, shipped) {
    const given = attributes as tf.AvgPoolAttrs;
    refuseUneven("AvgPool", given.filterSize, given.strides, given.pad);
    const pool = imagePool(x.shape, given);
    const isBetter = threadsOf(backend) > 1 || isRoundedUp(pool);
    if (x.dtype !== "float32" || !isBetter || !isOwn(pool)) {
      return withWholePads(shipped, pool)({ x }, attributes, backend);
    }
    const out = backend.makeOutput(pool.outShape, "float32");
    const zeros = makeZeros(backend, [pool.inWidth + 1, pool.inChannels]);
    const place = {
      images: addressOf(backend, x),
      zeros: addressOf(backend, zeros),
      out: addressOf(backend, out),
    };
    const means = compiledOn(backend, writeMeans);
    const runs = runsOf(pool);
    const values = pool.inHeight * pool.inWidth * pool.inChannels;
    inParts(backend, pool.batchSize, values, (start, length) => {
      for (let sample = start; sample < start + length; sample++) {
        for (let row = 0; row < pool.outHeight; row++) {
          writeRow(means, pool, runs, place, sample, row);
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

/** Windows side by side, with the same columns of theirs inside the image. */
interface Run {
  column: number;
  count: number;
  from: number;
  to: number;
}

/** The runs of each row. */
function runsOf(pool: Pool): Run[] {
  const { inWidth, outWidth, filterWidth, strideWidth, padInfo } = pool;
  const runs: Run[] = [];
  for (let column = 0; column < outWidth;) {
    const left = column * strideWidth - padInfo.left;
    const from = Math.max(0, -left);
    const to = Math.max(from, Math.min(filterWidth, inWidth - left));
    const beyond = Math.floor((inWidth - filterWidth - left) / strideWidth) + 1;
    const isInside = from === 0 && to === filterWidth;
    const count = isInside ? Math.min(outWidth - column, beyond) : 1;
    runs.push({ column, count, from, to });
    column += count;
  }
  return runs;
}

/** By the pixels of a window, the bits of what their sum is multiplied by. */
const FACTORS = bitsOf(Array.from({ length: MOST_TAPS + 1 }, (_, i) => 1 / i));

/** Writes the means of one row of windows. */
function writeRow(
  means: ByName<typeof writeMeans["parameters"][number]>,
  pool: Pool,
  runs: Run[],
  { images, zeros, out }: { images: number; zeros: number; out: number },
  sample: number,
  row: number,
): void {
  const { inHeight, inWidth, inChannels, outHeight, outWidth, padInfo } = pool;
  const { filterHeight, strideHeight, strideWidth } = pool;
  const pixel = 4 * inChannels;
  const top = row * strideHeight - padInfo.top;
  const first = Math.max(0, -top);
  const end = Math.max(first, Math.min(filterHeight, inHeight - top));
  const image = images + (sample * inHeight + top) * inWidth * pixel;
  const line = out + (sample * outHeight + row) * outWidth * pixel;
  const taps = new Array<number>(MOST_TAPS);
  for (const { column, count, from, to } of runs) {
    const left = column * strideWidth - padInfo.left;
    taps.fill(zeros);
    // XNNPACK takes a window's pixels column by column.
    for (let x = from; x < to; x++) {
      for (let y = first; y < end; y++) {
        taps[x * filterHeight + y] = image + (y * inWidth + left + x) * pixel;
      }
    }
    means({
      x0: taps[0],
      x1: taps[1],
      x2: taps[2],
      x3: taps[3],
      x4: taps[4],
      x5: taps[5],
      x6: taps[6],
      x7: taps[7],
      x8: taps[8],
      step: strideWidth * pixel,
      out: line + column * pixel,
      channels: inChannels,
      count,
      factor: FACTORS[(end - first) * (to - from)],
    });
  }
}
