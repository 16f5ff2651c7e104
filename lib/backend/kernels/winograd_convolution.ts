/**
 * A convolution by a 3x3 filter through Winograd's products: tiles of the input
 * and the filter are transformed, multiplied plane by plane, and transformed
 * back.
 *
 * @see Lavin, Gray, "Fast Algorithms for Convolutional Neural Networks",
 * arXiv:1509.09308.
 * @module
 */

import type * as tf from "@tensorflow/tfjs";
import { RIGHT_PANEL } from "../assembly/panel_products.ts";
import { ROWS } from "../assembly/row_products.ts";
import type { WinogradForm } from "../assembly/winograd_transforms.ts";
import type { ConvGeometry } from "./conv_geometry.ts";
import { inParallel, Scratch } from "./in_parallel.ts";
import { ownCodeOf, transformsOn } from "./own_code_of.ts";
import { addressOf, release, type WasmBackend } from "./wasm_backend.ts";
import {
  planTiles,
  putPart,
  REACH,
  type TileBlock,
  type TilePlan,
  transformInput,
} from "./winograd_tiles.ts";

/**
 * Convolves images, channels last, where `convolvesByWinograd()` says so.
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
  const { form, tileColumns, tileRows, rows, blocks } = plan;
  const width = form.tile * tileColumns;
  const packed = packFilter(backend, form, geometry, filter);
  const out = backend.makeOutput(geometry.outShape, "float32");
  const scratch = new Scratch(backend, [
    (form.tile * tileRows + REACH) * (width + REACH) * inChannels,
    form.planes * rows * inChannels,
    form.planes * rows * outChannels,
    form.tile * tileRows * width * outChannels,
  ]);
  const [images, factors, results] = [x, packed, out].map((it) =>
    addressOf(backend, it)
  );
  inParallel(backend, blocks.length, (index, thread) => {
    const block = blocks[index];
    const [pixels, planes, products, output] = scratch.of(thread);
    const to = { pixels, planes };
    transformInput(backend, geometry, plan, block, images, to);
    const factorsAndSums = { planes, factors, products };
    multiplyPlanes(backend, geometry, plan, block, factorsAndSums);
    const onTheWay = { products, output, results };
    transformOutput(backend, geometry, plan, block, onTheWay);
  });
  scratch.release();
  release(backend, packed);
  return out;
}

/** Multiplies each plane of a block's tiles by that of the filter. */
function multiplyPlanes(
  backend: WasmBackend,
  { inChannels, outChannels }: ConvGeometry,
  { form, tileColumns, rows }: TilePlan,
  { tileRows }: TileBlock,
  addresses: { planes: number; factors: number; products: number },
): void {
  const { planes, factors, products } = addresses;
  const { multiplyRows } = ownCodeOf(backend);
  const [xPixel, outPixel] = [4 * inChannels, 4 * outChannels];
  for (let plane = 0; plane < form.planes; plane++) {
    multiplyRows({
      x: planes + plane * rows * xPixel,
      xStep: xPixel,
      y: factors + plane * inChannels * outPixel,
      terms: inChannels,
      out: products + plane * rows * outPixel,
      outStep: outPixel,
      columns: outChannels,
      rows: ROWS * Math.ceil(tileRows * tileColumns / ROWS),
    });
  }
}

/** Transforms a block's products to pixels at `output`, and copies these. */
function transformOutput(
  backend: WasmBackend,
  { outHeight, outWidth, outChannels }: ConvGeometry,
  { form, tileColumns, rows }: TilePlan,
  { sample, row, tileRows }: TileBlock,
  addresses: { products: number; output: number; results: number },
): void {
  const { products, output, results } = addresses;
  const { planesToOutput } = transformsOn(backend, form);
  const width = form.tile * tileColumns;
  const outPixel = 4 * outChannels;
  const outRow = width * outPixel;
  for (let i = 0; i < tileRows; i++) {
    planesToOutput({
      image: output + form.tile * i * outRow,
      rowStep: outRow,
      pixelStep: outPixel,
      planes: products + i * tileColumns * outPixel,
      planeStep: rows * outPixel,
      vectors: outChannels / 4,
      tiles: tileColumns,
    });
  }
  putPart(
    backend,
    {
      address: results + sample * outHeight * outWidth * outPixel,
      height: outHeight,
      width: outWidth,
      channels: outChannels,
    },
    { row, column: 0, height: form.tile * tileRows, width },
    output,
  );
}

/** The transformed filter, each plane as panels; owned by the caller. */
function packFilter(
  backend: WasmBackend,
  form: WinogradForm,
  { inChannels, outChannels }: ConvGeometry,
  filter: tf.TensorInfo,
): tf.TensorInfo {
  const { copyRows } = ownCodeOf(backend);
  const { filterToPlanes } = transformsOn(backend, form);
  const size = inChannels * outChannels;
  const planes = backend.makeOutput([form.planes, size], "float32");
  const packed = backend.makeOutput([form.planes, size], "float32");
  const [from, to] = [planes, packed].map((it) => addressOf(backend, it));
  filterToPlanes({
    image: addressOf(backend, filter),
    rowStep: 12 * size,
    pixelStep: 4 * size,
    planes: from,
    planeStep: 4 * size,
    vectors: size / 4,
    tiles: 1,
  });
  for (let plane = 0; plane < form.planes; plane++) {
    const shift = 4 * plane * size;
    for (let column = 0; column < outChannels; column += RIGHT_PANEL) {
      copyRows({
        from: from + shift + 4 * column,
        fromStep: 4 * outChannels,
        to: to + shift + 4 * column * inChannels,
        toStep: 4 * RIGHT_PANEL,
        count: inChannels,
        width: RIGHT_PANEL,
      });
    }
  }
  release(backend, planes);
  return packed;
}
