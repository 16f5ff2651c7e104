/**
 * The gradient of a convolution's filter, which the WASM backend lacks.
 *
 * It is the sum over output pixels of (patch) ⊗ (gradient). Patches are written
 * for a few pixels at a time, so they stay in the cache and take no memory.
 *
 * @see Chellapilla, Puri, Simard, "High Performance Convolutional Neural
 * Networks for Document Processing" (2006): convolution by patches.
 * @module
 */

import type * as tf from "@tensorflow/tfjs";
import {
  type ConvAttributes,
  type ConvGeometry,
  convGeometry,
} from "./conv_geometry.ts";
import { addTransposedProduct, blockLength } from "./matrix_product.ts";
import { writePatches } from "./patches.ts";
import { makeZeros } from "./make_zeros.ts";
import {
  addressOf,
  type Given,
  release,
  type WasmKernel,
} from "./wasm_backend.ts";
import { winogradFilterGradient } from "./winograd_filter_gradient.ts";
import { gainsByWinograd } from "./winograd_choice.ts";

/** Supplies the missing kernel; dilations are accepted. */
export const conv2dBackpropFilter: WasmKernel = {
  name: "Conv2DBackpropFilter",
  run({ x, dy }: Given<tf.Conv2DBackpropFilterInputs>, attributes, backend) {
    const { filterShape } = attributes as tf.Conv2DBackpropFilterAttrs;
    const geometry = convGeometry(
      x.shape,
      filterShape,
      attributes as ConvAttributes,
    );
    if (gainsByWinograd(geometry)) {
      return winogradFilterGradient(backend, geometry, x, dy);
    }
    const out = makeZeros(backend, filterShape);
    const rows = geometry.filterHeight * geometry.filterWidth *
      geometry.inChannels;
    const columns = geometry.outChannels;
    const pixels = geometry.batchSize * geometry.outHeight * geometry.outWidth;
    const sizes = { rows, columns, out: addressOf(backend, out) };
    if (isPlainProduct(geometry)) {
      addTransposedProduct(backend, {
        ...sizes,
        inner: pixels,
        left: addressOf(backend, x),
        right: addressOf(backend, dy),
      });
      return out;
    }
    const block = blockLength(rows, columns);
    const patches = backend.makeOutput([block, rows], "float32");
    const left = addressOf(backend, patches);
    const images = addressOf(backend, x);
    for (let pixel = 0; pixel < pixels; pixel += block) {
      const inner = Math.min(block, pixels - pixel);
      const patch = { images, rows: left, pixel, count: inner };
      writePatches(backend, geometry, patch);
      const right = addressOf(backend, dy) + 4 * pixel * columns;
      addTransposedProduct(backend, { ...sizes, inner, left, right });
    }
    release(backend, patches);
    return out;
  },
};

/** Whether each patch is one pixel, and each pixel one patch. */
function isPlainProduct(geometry: ConvGeometry): boolean {
  const { filterHeight, filterWidth, strideHeight, strideWidth } = geometry;
  const { outHeight, outWidth, inHeight, inWidth } = geometry;
  return filterHeight * filterWidth * strideHeight * strideWidth === 1 &&
    outHeight === inHeight && outWidth === inWidth;
}
