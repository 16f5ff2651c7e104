/**
 * The gradients of a convolution of volumes on WASM.
 *
 * Both kernels of tfjs 4.22 are wrong where filter or volume is no cube. These
 * go through the filter's depth: each of its planes is a filter of images, and
 * its gradients are those of a convolution of the planes that it meets.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import { ownCodeOf } from "./own_code_of.ts";
import { insideRange } from "./patches.ts";
import { makeZeros } from "./make_zeros.ts";
import {
  addressOf,
  callKernel,
  type Given,
  release,
  reshaped,
  type WasmBackend,
  type WasmKernel,
} from "./wasm_backend.ts";

type Geometry = tf.backend_util.Conv3DInfo;
type Five = [number, number, number, number, number];

/** Replaces the shipped kernel. */
export const conv3dBackpropFilter: WasmKernel = {
  name: "Conv3DBackpropFilterV2",
  run({ x, dy }: Given<tf.Conv3DBackpropFilterV2Inputs>, attributes, backend) {
    const { filterShape, strides, pad } =
      attributes as tf.Conv3DBackpropFilterV2Attrs;
    const geometry = tf.backend_util.computeConv3DInfo(
      ...[x.shape as Five, filterShape, strides, 1, pad] as const,
    );
    const out = makeZeros(backend, filterShape);
    const plane = filterShape.slice(1);
    const bytes = 4 * tf.util.sizeFromShape(plane);
    for (const { tap, images, outputs } of meetings(geometry)) {
      const met = planes(backend, x, images);
      const dMet = planes(backend, dy, outputs);
      const gradient = callKernel(
        "Conv2DBackpropFilter",
        { x: met, dy: dMet },
        { ...flat(geometry), filterShape: plane },
        backend,
      );
      const from = addressOf(backend, gradient);
      backend.wasm.HEAPU8.copyWithin(
        addressOf(backend, out) + tap * bytes,
        from,
        from + bytes,
      );
      release(backend, met, dMet, gradient);
    }
    return out;
  },
};

/** Replaces the shipped kernel. */
export const conv3dBackpropInput: WasmKernel = {
  name: "Conv3DBackpropInputV2",
  run(
    { dy, filter }: Given<tf.Conv3DBackpropInputV2Inputs>,
    attributes,
    backend,
  ) {
    const { inputShape, strides, pad } =
      attributes as tf.Conv3DBackpropInputV2Attrs;
    const geometry = tf.backend_util.computeConv3DInfo(
      ...[inputShape, filter.shape as Five, strides, 1, pad] as const,
    );
    const { batchSize, inDepth } = geometry;
    const out = makeZeros(backend, inputShape);
    const size = tf.util.sizeFromShape(inputShape.slice(2));
    const { addRows } = ownCodeOf(backend);
    for (const { tap, images, outputs } of meetings(geometry)) {
      const dMet = planes(backend, dy, outputs);
      const part = callKernel("Slice", { x: filter }, {
        begin: [tap, 0, 0, 0, 0],
        size: [1, ...filter.shape.slice(1)],
      }, backend);
      const count = outputs.end - outputs.start;
      const gradient = callKernel("Conv2DBackpropInput", {
        dy: dMet,
        filter: reshaped(part, filter.shape.slice(1)),
      }, {
        ...flat(geometry),
        inputShape: [batchSize * count, ...inputShape.slice(2)],
      }, backend);
      for (let i = 0; i < batchSize * count; i++) {
        const sample = Math.floor(i / count);
        const z = images.start + images.step * (i % count);
        addRows({
          x: addressOf(backend, gradient) + 4 * i * size,
          out: addressOf(backend, out) + 4 * (sample * inDepth + z) * size,
          rows: 1,
          columns: size,
        });
      }
      release(backend, dMet, part, gradient);
    }
    return out;
  },
};

/** Planes along the depth, from `start` on, before `end`. */
interface Planes {
  start: number;
  end: number;
  step: number;
}

/**
 * For each plane of the filter, the planes of the images that it meets, and
 * where.
 */
function* meetings(
  { filterDepth, strideDepth, padInfo, inDepth, outDepth }: Geometry,
): Generator<{ tap: number; images: Planes; outputs: Planes }> {
  for (let tap = 0; tap < filterDepth; tap++) {
    const [start, end] = insideRange({
      tap,
      stride: strideDepth,
      before: padInfo.front,
      input: inDepth,
      output: outDepth,
    });
    if (start === end) continue;
    const first = start * strideDepth + tap - padInfo.front;
    const last = first + (end - 1 - start) * strideDepth;
    yield {
      tap,
      images: { start: first, end: last + 1, step: strideDepth },
      outputs: { start, end, step: 1 },
    };
  }
}

/** Some planes of volumes as images, owned by the caller. */
function planes(
  backend: WasmBackend,
  x: tf.TensorInfo,
  { start, end, step }: Planes,
): tf.TensorInfo {
  const taken = callKernel("StridedSlice", { x }, {
    begin: [0, start, 0, 0, 0],
    end: x.shape.with(1, end),
    strides: [1, step, 1, 1, 1],
    beginMask: 0,
    endMask: 0,
    ellipsisMask: 0,
    newAxisMask: 0,
    shrinkAxisMask: 0,
  }, backend);
  const [batch, depth, ...image] = taken.shape;
  return reshaped(taken, [batch * depth, ...image]);
}

/** The attributes of the convolution of images. */
function flat({ strideHeight, strideWidth, padInfo }: Geometry) {
  const { top, bottom, left, right } = padInfo;
  return {
    strides: [strideHeight, strideWidth],
    pad: [[0, 0], [top, bottom], [left, right], [0, 0]],
    dataFormat: "NHWC",
  };
}
