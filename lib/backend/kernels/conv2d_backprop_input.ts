/**
 * The gradient of a convolution's input.
 *
 * The kernel of tfjs 4.22 runs a scalar loop. This one is a convolution of the
 * output's gradient with the turned filter. With strides most of
 * that would be products with zeros; there the gradient of each patch is a
 * product of matrices, and patches are added up where they overlap.
 *
 * @module
 */

import type * as tf from "@tensorflow/tfjs";
import {
  type ConvAttributes,
  type ConvGeometry,
  convGeometry,
} from "./conv_geometry.ts";
import { inParts } from "./in_parallel.ts";
import { denseProduct } from "./matrix_part.ts";
import { multiplyTall } from "./tall_product.ts";
import { ownCodeOf } from "./own_code_of.ts";
import { addPatches } from "./patches.ts";
import { spreadGradient, turnFilter } from "./spread_gradient.ts";
import { makeZeros } from "./make_zeros.ts";
import {
  addressOf,
  callKernel,
  type Given,
  release,
  type WasmBackend,
  type WasmKernel,
} from "./wasm_backend.ts";

/** Replaces the shipped kernel; dilations are accepted. */
export const conv2dBackpropInput: WasmKernel = {
  name: "Conv2DBackpropInput",
  run(
    { dy, filter }: Given<tf.Conv2DBackpropInputInputs>,
    attributes,
    backend,
  ) {
    const { inputShape } = attributes as tf.Conv2DBackpropInputAttrs;
    const geometry = convGeometry(
      inputShape,
      filter.shape,
      attributes as ConvAttributes,
    );
    if (geometry.strideHeight * geometry.strideWidth > 1) {
      return addUpPatches(backend, geometry, dy, filter);
    }
    const pad = padsOf(geometry);
    const x = pad ? dy : spreadGradient(backend, geometry, dy);
    const turned = turnFilter(backend, filter);
    const out = callKernel("Conv2D", { x, filter: turned }, {
      strides: [1, 1],
      pad: pad ?? "valid",
      dataFormat: "NHWC",
      dilations: [geometry.dilationHeight, geometry.dilationWidth],
    }, backend);
    release(backend, turned);
    if (!pad) release(backend, x);
    return out;
  },
};

/**
 * Pads of the gradient with which a convolution by the turned filter gives an
 * image of the input's size. None where the input was padded by more than the
 * filter reaches: pixels of the gradient are left out then.
 */
function padsOf(
  geometry: ConvGeometry,
): tf.backend_util.ExplicitPadding | undefined {
  const { inHeight, inWidth, outHeight, outWidth, padInfo } = geometry;
  const reachDown = geometry.effectiveFilterHeight - 1;
  const reachRight = geometry.effectiveFilterWidth - 1;
  const top = reachDown - padInfo.top;
  const left = reachRight - padInfo.left;
  const bottom = inHeight + reachDown - outHeight - top;
  const right = inWidth + reachRight - outWidth - left;
  return Math.min(top, bottom, left, right) < 0
    ? undefined
    : [[0, 0], [top, bottom], [left, right], [0, 0]];
}

/** Values of the patches that are held at a time; 16 MB. */
const PATCHES = 2 ** 22;

function addUpPatches(
  backend: WasmBackend,
  geometry: ConvGeometry,
  dy: tf.TensorInfo,
  filter: tf.TensorInfo,
): tf.TensorInfo {
  const inner = geometry.outChannels;
  const columns = geometry.filterHeight * geometry.filterWidth *
    geometry.inChannels;
  const pixelsOfSample = geometry.outHeight * geometry.outWidth;
  const pixels = geometry.batchSize * pixelsOfSample;
  const block = Math.min(pixels, Math.ceil(PATCHES / columns));
  const out = makeZeros(backend, geometry.inShape);
  const turned = backend.makeOutput([inner, columns], "float32");
  const patches = backend.makeOutput([block, columns], "float32");
  const [right, rows] = [turned, patches].map((it) => addressOf(backend, it));
  const { transposeMatrix } = ownCodeOf(backend);
  const from = addressOf(backend, filter);
  transposeMatrix({
    x: from,
    xStep: 4 * inner,
    out: right,
    outStep: 4 * columns,
    rows: columns,
    columns: inner,
  });
  for (let pixel = 0; pixel < pixels; pixel += block) {
    const count = Math.min(block, pixels - pixel);
    const left = addressOf(backend, dy) + 4 * pixel * inner;
    const size = { rows: count, inner, columns };
    multiplyTall(backend, [
      denseProduct({ left, right, out: rows, ...size }, false),
    ]);
    const images = addressOf(backend, out);
    // By samples, whose patches do not overlap.
    const first = Math.floor(pixel / pixelsOfSample);
    const samples = Math.ceil((pixel + count) / pixelsOfSample) - first;
    inParts(backend, samples, pixelsOfSample * columns, (sample, length) => {
      const start = Math.max(pixel, (first + sample) * pixelsOfSample);
      const end = Math.min(
        pixel + count,
        (first + sample + length) * pixelsOfSample,
      );
      addPatches(backend, geometry, {
        images,
        rows: rows + 4 * (start - pixel) * columns,
        pixel: start,
        count: end - start,
      });
    });
  }
  release(backend, turned, patches);
  return out;
}
