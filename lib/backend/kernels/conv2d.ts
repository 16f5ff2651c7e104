/**
 * A convolution of images on WASM: by Winograd's products where that is
 * allowed and faster, elsewhere by patches. XNNPACK, whose bits those have, is
 * not faster and has one thread; it is left few pixels, for which it keeps
 * filters sorted.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import { RIGHT_PANEL } from "../assembly/panel_products.ts";
import { ROWS } from "../assembly/row_products.ts";
import type { WinogradForm } from "../assembly/winograd_transforms.ts";
import {
  type ConvAttributes,
  type ConvGeometry,
  convGeometry,
} from "./conv_geometry.ts";
import { finish } from "./finish.ts";
import { inParallel, Scratch } from "./in_parallel.ts";
import { mendedConvolution, refuseUneven } from "./mended_pads.ts";
import { ownCodeOf, transformsOn } from "./own_code_of.ts";
import { convolveByPatches, type Limits } from "./patch_convolution.ts";
import {
  addressOf,
  type Given,
  release,
  type WasmBackend,
  type WasmKernel,
} from "./wasm_backend.ts";
import { planTiles, putPart, REACH, transformInput } from "./winograd_tiles.ts";
import { convolvesByWinograd } from "./winograd_choice.ts";

const plainConv2d = mendedConvolution("Conv2D");
const plainFusedConv2d = mendedConvolution("FusedConv2D");

/** Replaces the shipped kernel where another way is faster. */
export const conv2d: WasmKernel = {
  name: "Conv2D",
  run({ x, filter }: Given<tf.Conv2DInputs>, attributes, backend, shipped) {
    const geometry = ownGeometry(x, filter, attributes);
    if (!geometry) {
      return plainConv2d.run({ x, filter }, attributes, backend, shipped);
    }
    return convolvesByWinograd(geometry)
      ? convolve(backend, geometry, x, filter)
      : convolveByPatches(backend, geometry, x, filter);
  },
};

/** Activations that keep a sum within limits. */
const LIMITS: Record<string, Pick<Limits, "least" | "most">> = {
  relu: { least: 0 },
  relu6: { least: 0, most: 6 },
};

/** Replaces the shipped kernel likewise: what a layer calls in inference. */
export const fusedConv2d: WasmKernel = {
  name: "FusedConv2D",
  run(inputs, attributes, backend, shipped) {
    const { x, filter, bias, preluActivationWeights } = inputs;
    const { activation, leakyreluAlpha } = attributes;
    const geometry = ownGeometry(x, filter, attributes);
    const isRow = !bias || tf.util.arraysEqual(bias.shape, [filter.shape[3]]);
    if (!geometry || !isRow) {
      return plainFusedConv2d.run(inputs, attributes, backend, shipped);
    }
    const rest = { preluActivationWeights, activation, leakyreluAlpha };
    if (convolvesByWinograd(geometry)) {
      const out = convolve(backend, geometry, x, filter);
      return finish(out, { ...rest, bias }, backend);
    }
    const limits = bias ? LIMITS[activation] : undefined;
    const out = convolveByPatches(backend, geometry, x, filter, {
      bias,
      ...limits,
    });
    return limits ? out : finish(out, rest, backend);
  },
};

/** Fewest pixels for which it pays to sort the filter, at each call. */
const FEWEST_PIXELS = 16;

/** The convolution's sizes where it does not go by the shipped kernel. */
function ownGeometry(
  x: tf.TensorInfo,
  filter: tf.TensorInfo,
  attributes: ConvAttributes,
): ConvGeometry | undefined {
  const { dataFormat, strides, pad } = attributes;
  if (dataFormat === "NCHW") return undefined;
  refuseUneven("Conv2D", filter.shape.slice(0, 2), strides, pad);
  const geometry = convGeometry(x.shape, filter.shape, attributes);
  const { batchSize, outHeight, outWidth } = geometry;
  return batchSize * outHeight * outWidth < FEWEST_PIXELS
    ? undefined
    : geometry;
}

function convolve(
  backend: WasmBackend,
  geometry: ConvGeometry,
  x: tf.TensorInfo,
  filter: tf.TensorInfo,
): tf.TensorInfo {
  const { inChannels, outHeight, outWidth, outChannels } = geometry;
  const plan = planTiles(geometry);
  const { form, tileColumns, tileRows, rows, blocks } = plan;
  const { multiplyRows } = ownCodeOf(backend);
  const { planesToOutput } = transformsOn(backend, form);
  const size = form.tile;
  const width = size * tileColumns;
  const packed = packFilter(backend, form, geometry, filter);
  const out = backend.makeOutput(geometry.outShape, "float32");
  const scratch = new Scratch(backend, [
    (size * tileRows + REACH) * (width + REACH) * inChannels,
    form.planes * rows * inChannels,
    form.planes * rows * outChannels,
    size * tileRows * width * outChannels,
  ]);
  const factors = addressOf(backend, packed);
  const [xPixel, outPixel] = [4 * inChannels, 4 * outChannels];
  const outRow = width * outPixel;
  const images = addressOf(backend, x);
  const results = addressOf(backend, out);
  inParallel(backend, blocks.length, (index, thread) => {
    const block = blocks[index];
    const { sample, row, tileRows } = block;
    const [input, planes, products, output] = scratch.of(thread);
    transformInput(backend, geometry, plan, block, images, {
      pixels: input,
      planes,
    });
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
    for (let i = 0; i < tileRows; i++) {
      planesToOutput({
        image: output + size * i * outRow,
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
      { row, column: 0, height: size * tileRows, width },
      output,
    );
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
