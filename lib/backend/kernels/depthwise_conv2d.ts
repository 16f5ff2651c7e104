/**
 * A depthwise convolution on all threads. Where a channel has several filters,
 * its values are repeated first, so that each has one.
 *
 * Its sums have the bits of XNNPACK, which the backend ships and which has one
 * thread: its loops for 2x2, 3x3 and 5x5 go through a window by columns, what it
 * has no loop for, as several filters for a channel, by rows.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import type { ByName } from "../assembly/compile.ts";
import { multiplyWindows } from "../assembly/window_products.ts";
import {
  type ConvAttributes,
  type ConvGeometry,
  convGeometry,
} from "./conv_geometry.ts";
import { finish } from "./finish.ts";
import { inParts } from "./in_parallel.ts";
import { makeZeros } from "./make_zeros.ts";
import { mendedConvolution, refuseUneven } from "./mended_pads.ts";
import { compiledOn, ownCodeOf } from "./own_code_of.ts";
import { insideRange } from "./patches.ts";
import {
  addressOf,
  type Given,
  release,
  type WasmBackend,
  type WasmKernel,
} from "./wasm_backend.ts";

/** Windows of so many taps XNNPACK goes through by columns. */
const BY_COLUMNS = [4, 9, 25];

const shippedDepthwise = mendedConvolution("DepthwiseConv2dNative");
const shippedFused = mendedConvolution("FusedDepthwiseConv2D");

/**
 * Most filters for a channel. XNNPACK is faster with more: it reads a value once
 * for all of them.
 */
const MOST_FILTERS = 8;

/** Replaces the shipped kernel where a channel has few filters. */
export const depthwiseConv2d: WasmKernel = {
  name: "DepthwiseConv2dNative",
  run(
    { x, filter }: Given<tf.DepthwiseConv2dNativeInputs>,
    attributes,
    backend,
    shipped,
  ) {
    const geometry = ownGeometry(x, filter, attributes);
    return geometry
      ? convolve(backend, geometry, { x, filter })
      : shippedDepthwise.run({ x, filter }, attributes, backend, shipped);
  },
};

/** Replaces the shipped kernel likewise: what a layer calls in inference. */
export const fusedDepthwiseConv2d: WasmKernel = {
  name: "FusedDepthwiseConv2D",
  run(inputs, attributes, backend, shipped) {
    const { x, filter, bias, preluActivationWeights } = inputs;
    const { activation, leakyreluAlpha } = attributes;
    const geometry = ownGeometry(x, filter, attributes);
    const isRow = !bias ||
      tf.util.arraysEqual(bias.shape, [filter.shape[2] * filter.shape[3]]);
    if (!geometry || !isRow) {
      return shippedFused.run(inputs, attributes, backend, shipped);
    }
    const out = convolve(backend, geometry, { x, filter, bias });
    const rest = { preluActivationWeights, activation, leakyreluAlpha };
    return finish(out, rest, backend);
  },
};

function ownGeometry(
  x: tf.TensorInfo,
  filter: tf.TensorInfo,
  attributes: ConvAttributes,
): ConvGeometry | undefined {
  const { dataFormat, strides, pad } = attributes;
  if (dataFormat === "NCHW" || filter.shape[3] > MOST_FILTERS) return undefined;
  const window = filter.shape.slice(0, 2);
  refuseUneven("DepthwiseConv2dNative", window, strides, pad);
  return convGeometry(x.shape, filter.shape, attributes, true);
}

function convolve(
  backend: WasmBackend,
  geometry: ConvGeometry,
  { x, filter, bias }: { x: tf.TensorInfo; filter: tf.TensorInfo } & {
    bias?: tf.TensorInfo;
  },
): tf.TensorInfo {
  const { batchSize, outHeight, outWidth, outChannels } = geometry;
  const [height, width, , filters] = filter.shape;
  const out = backend.makeOutput(geometry.outShape, "float32");
  const images = filters > 1 ? repeated(backend, x, filters) : x;
  const start = bias ?? makeZeros(backend, [outChannels]);
  const addresses = {
    x: addressOf(backend, images),
    filter: addressOf(backend, filter),
    start: addressOf(backend, start),
    out: addressOf(backend, out),
  };
  const runs = runsOf(geometry);
  const multiply = compiledOn(backend, multiplyWindows);
  const byColumns = filters === 1 && BY_COLUMNS.includes(height * width);
  const plan = { geometry, runs, byColumns };
  const rowValues = outWidth * outChannels * height * width;
  inParts(backend, batchSize * outHeight, rowValues, (first, length) => {
    for (let row = first; row < first + length; row++) {
      multiplyRow(multiply, plan, row, addresses);
    }
  });
  if (!bias) release(backend, start);
  if (images !== x) release(backend, images);
  return out;
}

/** Each value so many times. */
function repeated(
  backend: WasmBackend,
  x: tf.TensorInfo,
  times: number,
): tf.TensorInfo {
  const size = tf.util.sizeFromShape(x.shape);
  const out = backend.makeOutput([size, times], "float32");
  const [from, to] = [x, out].map((it) => addressOf(backend, it));
  const { copyRows } = ownCodeOf(backend);
  inParts(backend, size, times, (start, count) => {
    for (let i = 0; i < times; i++) {
      copyRows({
        from: from + 4 * start,
        fromStep: 4,
        to: to + 4 * (start * times + i),
        toStep: 4 * times,
        count,
        width: 1,
      });
    }
  });
  return out;
}

/** Output columns side by side that meet the same taps of the window. */
interface Run {
  column: number;
  count: number;
  tap: number;
  taps: number;
}

function runsOf(geometry: ConvGeometry): Run[] {
  const { outWidth, filterWidth, dilationWidth, padInfo } = geometry;
  const ranges = Array.from({ length: filterWidth }, (_, tap) =>
    insideRange({
      tap: tap * dilationWidth,
      stride: geometry.strideWidth,
      before: padInfo.left,
      input: geometry.inWidth,
      output: outWidth,
    }));
  const runs: Run[] = [];
  for (let column = 0; column < outWidth; column++) {
    const inside = ([from, to]: [number, number]) =>
      from <= column && column < to;
    const tap = Math.max(0, ranges.findIndex(inside));
    const taps = ranges.filter(inside).length;
    const last = runs.at(-1);
    if (last?.tap === tap && last.taps === taps) last.count++;
    else runs.push({ column, count: 1, tap, taps });
  }
  return runs;
}

/** One row of the output, counted over the batch. */
function multiplyRow(
  multiply: ByName<typeof multiplyWindows["parameters"][number]>,
  { geometry, runs, byColumns }: {
    geometry: ConvGeometry;
    runs: Run[];
    byColumns: boolean;
  },
  row: number,
  addresses: Record<"x" | "filter" | "start" | "out", number>,
): void {
  const { outHeight, outWidth, inHeight, inWidth, padInfo } = geometry;
  const { filterHeight, filterWidth, dilationHeight, dilationWidth } = geometry;
  const sample = Math.floor(row / outHeight);
  const top = (row % outHeight) * geometry.strideHeight - padInfo.top;
  const isInside = (tap: number) =>
    top + tap * dilationHeight >= 0 && top + tap * dilationHeight < inHeight;
  const all = Array.from({ length: filterHeight }, (_, tap) => tap);
  const rows = all.filter(isInside);
  const firstRow = rows[0] ?? 0;
  const line = (sample * inHeight + top + firstRow * dilationHeight) * inWidth;
  const pixel = 4 * geometry.outChannels;
  const down = {
    taps: rows.length,
    x: dilationHeight * inWidth * pixel,
    y: filterWidth * pixel,
  };
  for (const { column, count, tap, taps } of runs) {
    const across = { taps, x: dilationWidth * pixel, y: pixel };
    const [outer, inner] = byColumns ? [across, down] : [down, across];
    const left = column * geometry.strideWidth + tap * dilationWidth -
      padInfo.left;
    multiply({
      x: addresses.x + (line + left) * pixel,
      xOuter: outer.x,
      xInner: inner.x,
      windowStep: geometry.strideWidth * pixel,
      y: addresses.filter + (firstRow * filterWidth + tap) * pixel,
      yOuter: outer.y,
      yInner: inner.y,
      outer: outer.taps,
      inner: inner.taps,
      start: addresses.start,
      out: addresses.out + (row * outWidth + column) * pixel,
      channels: geometry.outChannels,
      count,
    });
  }
}
