import type * as tf from "@tensorflow/tfjs";
import type { ConvGeometry } from "./conv_geometry.ts";
import { makeZeros } from "./make_zeros.ts";
import { ownCodeOf, transformsOn } from "./own_code_of.ts";
import { addressOf, release, type WasmBackend } from "./wasm_backend.ts";
import {
  planTiles,
  REACH,
  takePart,
  transformInput,
} from "./winograd_tiles.ts";

/**
 * The gradient of a 3x3 filter, where {@linkcode gainsByWinograd} says so: the
 * transposes of the convolution's transforms, in reverse.
 *
 * @returns `geometry.filterShape`, owned by the caller.
 */
export function winogradFilterGradient(
  backend: WasmBackend,
  geometry: ConvGeometry,
  x: tf.TensorInfo,
  dy: tf.TensorInfo,
): tf.TensorInfo {
  const { inChannels, outHeight, outWidth, outChannels } = geometry;
  const plan = planTiles(geometry);
  const { form, tileColumns, tileRows, rows, blocks } = plan;
  const { tile, planes } = form;
  const { addOuterProducts } = ownCodeOf(backend);
  const { gradientToPlanes, planesToFilter } = transformsOn(backend, form);
  const width = tile * tileColumns;
  const size = inChannels * outChannels;
  const scratch = (size: number) => backend.makeOutput([size], "float32");
  const out = backend.makeOutput(geometry.filterShape, "float32");
  const held = [
    makeZeros(backend, [planes, size]),
    scratch((tile * tileRows + REACH) * (width + REACH) * inChannels),
    scratch(planes * rows * inChannels),
    scratch(tile * tileRows * width * outChannels),
    scratch(planes * rows * outChannels),
  ];
  const [sums, input, left, gradient, right] = held.map((it) =>
    addressOf(backend, it)
  );
  const [xPixel, yPixel] = [4 * inChannels, 4 * outChannels];
  const yRow = width * yPixel;
  const images = addressOf(backend, x);
  const gradients = addressOf(backend, dy);
  for (const block of blocks) {
    const { sample, row, tileRows } = block;
    transformInput(backend, geometry, plan, block, images, {
      pixels: input,
      planes: left,
    });
    takePart(
      backend,
      {
        address: gradients + sample * outHeight * outWidth * yPixel,
        height: outHeight,
        width: outWidth,
        channels: outChannels,
      },
      { row, column: 0, height: tile * tileRows, width },
      gradient,
    );
    for (let i = 0; i < tileRows; i++) {
      gradientToPlanes(
        gradient + tile * i * yRow,
        yRow,
        yPixel,
        right + i * tileColumns * yPixel,
        rows * yPixel,
        outChannels / 4,
        tileColumns,
      );
    }
    for (let plane = 0; plane < planes; plane++) {
      addOuterProducts(
        left + plane * rows * xPixel,
        xPixel,
        right + plane * rows * yPixel,
        yPixel,
        tileRows * tileColumns,
        sums + 4 * plane * size,
        yPixel,
        inChannels,
        outChannels,
      );
    }
  }
  planesToFilter(
    addressOf(backend, out),
    12 * size,
    4 * size,
    sums,
    4 * size,
    size / 4,
    1,
  );
  release(backend, ...held);
  return out;
}
