/**
 * A convolution by Winograd's products, where `convolvesByWinograd()` says so.
 *
 * @module
 */

import type * as tf from "@tensorflow/tfjs";
import { ROWS } from "../assembly/row_products.ts";
import type { WinogradForm } from "../assembly/winograd_transforms.ts";
import type { ConvGeometry } from "./conv_geometry.ts";
import { inParallel, inParts, Scratch } from "./in_parallel.ts";
import { ownCodeOf, transformsOn } from "./own_code_of.ts";
import { pack } from "./tall_product.ts";
import { addressOf, release, type WasmBackend } from "./wasm_backend.ts";
import {
  edgeSize,
  planesToTiles,
  tilesToPlanes,
  transformFilter,
} from "./winograd_images.ts";
import {
  inputTiles,
  outputTiles,
  planeStep,
  planTiles,
} from "./winograd_tiles.ts";

/**
 * Convolves images, channels last, by a filter of 3 by 3.
 *
 * @returns `geometry.outShape`, owned by the caller.
 */
export function convolveByWinograd(
  backend: WasmBackend,
  geometry: ConvGeometry,
  x: tf.TensorInfo,
  filter: tf.TensorInfo,
): tf.TensorInfo {
  const { inChannels, outChannels } = geometry;
  const plan = planTiles(geometry);
  const { form, tileColumns, blocks } = plan;
  const { inputToPlanes, planesToOutput } = transformsOn(backend, form);
  const packed = packFilter(backend, form, geometry, filter);
  const out = backend.makeOutput(geometry.outShape, "float32");
  const [images, results, factors] = [x, out, packed].map((it) =>
    addressOf(backend, it)
  );
  const inputOf = (index: number) =>
    inputTiles(geometry, plan, blocks[index], images);
  const outputOf = (index: number) =>
    outputTiles(geometry, plan, blocks[index], results);
  const [inStep, outStep] = [inChannels, outChannels].map((it) =>
    planeStep(plan, it)
  );
  const scratch = new Scratch(backend, [
    Math.max(edgeSize(inputOf(0)), edgeSize(outputOf(0))),
    form.planes * inStep / 4,
    form.planes * outStep / 4,
  ]);
  inParallel(backend, blocks.length, (index, thread) => {
    const [edge, planes, products] = scratch.of(thread);
    const tiles = blocks[index].tileRows * tileColumns;
    const from = { address: planes, step: inStep };
    const to = { address: products, step: outStep };
    tilesToPlanes(backend, inputToPlanes, inputOf(index), from, edge);
    for (let plane = 0; plane < form.planes; plane++) {
      ownCodeOf(backend).multiplyRows({
        x: planes + plane * inStep,
        xStep: 4 * inChannels,
        y: factors + 4 * plane * inChannels * outChannels,
        terms: inChannels,
        out: products + plane * outStep,
        outStep: 4 * outChannels,
        columns: outChannels,
        rows: ROWS * Math.ceil(tiles / ROWS),
      });
    }
    planesToTiles(backend, planesToOutput, outputOf(index), to, edge);
  });
  scratch.release();
  release(backend, packed);
  return out;
}

/** The transformed filter, each plane as panels; owned by the caller. */
function packFilter(
  backend: WasmBackend,
  form: WinogradForm,
  { inChannels, outChannels }: ConvGeometry,
  filter: tf.TensorInfo,
): tf.TensorInfo {
  const size = inChannels * outChannels;
  const planes = backend.makeOutput([form.planes, size], "float32");
  const packed = backend.makeOutput([form.planes, size], "float32");
  const [from, to] = [planes, packed].map((it) => addressOf(backend, it));
  transformFilter(backend, form, "filterToPlanes", size, {
    filter: addressOf(backend, filter),
    planes: from,
  });
  inParts(backend, form.planes, size, (first, count) => {
    for (let plane = first; plane < first + count; plane++) {
      const shift = 4 * plane * size;
      const right = {
        right: from + shift,
        rightStep: 4 * outChannels,
        inner: inChannels,
        columns: outChannels,
      };
      pack(backend, right, to + shift, 0, outChannels);
    }
  });
  release(backend, planes);
  return packed;
}
