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
import { type ConvAttributes, convGeometry } from "./conv_geometry.ts";
import { inParts, threadsOf } from "./in_parallel.ts";
import { denseProduct } from "./matrix_part.ts";
import { addTransposedProducts, blockLength } from "./matrix_product.ts";
import { isPlainProduct } from "./patch_convolution.ts";
import { writePatches } from "./patches.ts";
import { addGroupedGradients } from "./grouped_gradient.ts";
import { addTapGradients } from "./tap_gradients.ts";
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
    const to = addressOf(backend, out);
    /** Adds the products of some pixels. */
    const add = (left: number, right: number, inner: number) => {
      const place = { left, right, out: to, rows, inner, columns };
      addTransposedProducts(backend, [denseProduct(place, true)]);
    };
    const place = {
      images: addressOf(backend, x),
      gradients: addressOf(backend, dy),
      out: to,
    };
    if (addGroupedGradients(backend, geometry, place)) return out;
    if (isPlainProduct(geometry)) {
      add(place.images, place.gradients, pixels);
      return out;
    }
    if (addTapGradients(backend, geometry, place)) return out;
    const block = Math.min(pixels, blockOf(rows, columns, threadsOf(backend)));
    const patches = backend.makeOutput([block, rows], "float32");
    const left = addressOf(backend, patches);
    const { gradients, images } = place;
    for (let pixel = 0; pixel < pixels; pixel += block) {
      const inner = Math.min(block, pixels - pixel);
      inParts(backend, inner, rows, (start, count) => {
        writePatches(backend, geometry, {
          images,
          rows: left + 4 * start * rows,
          pixel: pixel + start,
          count,
        });
      });
      add(left, gradients + 4 * pixel * columns, inner);
    }
    release(backend, patches);
    return out;
  },
};

/** Values of the patches that are held at a time, for several threads; 4 MB. */
const HELD = 2 ** 20;

/** Pixels whose patches are held: on one thread, what stays in its cache. */
function blockOf(rows: number, columns: number, threads: number): number {
  const cached = blockLength(rows, columns);
  return threads === 1 ? cached : Math.max(cached, Math.ceil(HELD / rows));
}
