/**
 * A convolution of images on WASM: by Winograd's products where that is
 * allowed and faster, by the shipped kernel, its pads mended, elsewhere.
 *
 * @module
 */

import type * as tf from "@tensorflow/tfjs";
import { RIGHT_PANEL } from "../assembly/panel_products.ts";
import { ROWS } from "../assembly/row_products.ts";
import type { WinogradForm } from "../assembly/winograd_transforms.ts";
import {
  type ConvAttributes,
  type ConvGeometry,
  convGeometry,
} from "./conv_geometry.ts";
import { finish } from "./finish.ts";
import { mendedConvolution } from "./mended_pads.ts";
import { ownCodeOf, transformsOn } from "./own_code_of.ts";
import {
  addressOf,
  type Given,
  release,
  type WasmBackend,
  type WasmKernel,
} from "./wasm_backend.ts";
import { planTiles, putPart, REACH, transformInput } from "./winograd_tiles.ts";
import { convolvesByWinograd, isWinogradAllowed } from "./winograd_choice.ts";

const plainConv2d = mendedConvolution("Conv2D");
const plainFusedConv2d = mendedConvolution("FusedConv2D");

/** Replaces the shipped kernel for large convolutions by 3x3, stride 1. */
export const conv2d: WasmKernel = {
  name: "Conv2D",
  run({ x, filter }: Given<tf.Conv2DInputs>, attributes, backend, shipped) {
    const geometry = winogradGeometry(x, filter, attributes);
    return geometry
      ? convolve(backend, geometry, x, filter)
      : plainConv2d.run({ x, filter }, attributes, backend, shipped);
  },
};

/** Replaces the shipped kernel likewise: what a layer calls in inference. */
export const fusedConv2d: WasmKernel = {
  name: "FusedConv2D",
  run(inputs, attributes, backend, shipped) {
    const { x, filter, bias, preluActivationWeights } = inputs;
    const geometry = winogradGeometry(x, filter, attributes);
    if (!geometry) {
      return plainFusedConv2d.run(inputs, attributes, backend, shipped);
    }
    const { activation, leakyreluAlpha } = attributes;
    return finish(convolve(backend, geometry, x, filter), {
      bias,
      preluActivationWeights,
      activation,
      leakyreluAlpha,
    }, backend);
  },
};

/** The convolution's sizes where Winograd's products are used. */
function winogradGeometry(
  x: tf.TensorInfo,
  filter: tf.TensorInfo,
  attributes: ConvAttributes,
): ConvGeometry | undefined {
  if (!isWinogradAllowed() || attributes.dataFormat === "NCHW") {
    return undefined;
  }
  const geometry = convGeometry(x.shape, filter.shape, attributes);
  return convolvesByWinograd(geometry) ? geometry : undefined;
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
  const scratch = (size: number) => backend.makeOutput([size], "float32");
  const out = backend.makeOutput(geometry.outShape, "float32");
  const held = [
    packFilter(backend, form, geometry, filter),
    scratch((size * tileRows + REACH) * (width + REACH) * inChannels),
    scratch(form.planes * rows * inChannels),
    scratch(form.planes * rows * outChannels),
    scratch(size * tileRows * width * outChannels),
  ];
  const [factors, input, planes, products, output] = held.map((it) =>
    addressOf(backend, it)
  );
  const [xPixel, outPixel] = [4 * inChannels, 4 * outChannels];
  const outRow = width * outPixel;
  const images = addressOf(backend, x);
  const results = addressOf(backend, out);
  for (const block of blocks) {
    const { sample, row, tileRows } = block;
    transformInput(backend, geometry, plan, block, images, {
      pixels: input,
      planes,
    });
    for (let plane = 0; plane < form.planes; plane++) {
      for (let tile = 0; tile < tileRows * tileColumns; tile += ROWS) {
        multiplyRows(
          planes + (plane * rows + tile) * xPixel,
          xPixel,
          factors + plane * inChannels * outPixel,
          inChannels / 4,
          products + (plane * rows + tile) * outPixel,
          outPixel,
          outChannels / RIGHT_PANEL,
        );
      }
    }
    for (let i = 0; i < tileRows; i++) {
      planesToOutput(
        output + size * i * outRow,
        outRow,
        outPixel,
        products + i * tileColumns * outPixel,
        rows * outPixel,
        outChannels / 4,
        tileColumns,
      );
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
  }
  release(backend, ...held);
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
  filterToPlanes(
    addressOf(backend, filter),
    12 * size,
    4 * size,
    from,
    4 * size,
    size / 4,
    1,
  );
  for (let plane = 0; plane < form.planes; plane++) {
    const shift = 4 * plane * size;
    for (let column = 0; column < outChannels; column += RIGHT_PANEL) {
      copyRows(
        from + shift + 4 * column,
        4 * outChannels,
        to + shift + 4 * column * inChannels,
        4 * RIGHT_PANEL,
        inChannels,
        RIGHT_PANEL,
      );
    }
  }
  release(backend, planes);
  return packed;
}
