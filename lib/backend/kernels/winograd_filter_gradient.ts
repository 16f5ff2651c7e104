import type * as tf from "@tensorflow/tfjs";
import { PLANES, TILE } from "../assembly/winograd_transforms.ts";
import type { ConvGeometry } from "./conv_geometry.ts";
import { makeZeros } from "./make_zeros.ts";
import { ownCodeOf } from "./own_code_of.ts";
import { addressOf, release, type WasmBackend } from "./wasm_backend.ts";
import { planTiles, takePart } from "./winograd_tiles.ts";

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
  const { inHeight, inWidth, inChannels, padInfo } = geometry;
  const { outHeight, outWidth, outChannels } = geometry;
  const { addOuterProducts, gradientToPlanes, inputToPlanes, planesToFilter } =
    ownCodeOf(backend);
  const { tileColumns, tileRows, rows, blocks } = planTiles(geometry);
  const reach = 2;
  const width = TILE * tileColumns;
  const size = inChannels * outChannels;
  const scratch = (size: number) => backend.makeOutput([size], "float32");
  const out = backend.makeOutput(geometry.filterShape, "float32");
  const held = [
    makeZeros(backend, [PLANES, size]),
    scratch((TILE * tileRows + reach) * (width + reach) * inChannels),
    scratch(PLANES * rows * inChannels),
    scratch(TILE * tileRows * width * outChannels),
    scratch(PLANES * rows * outChannels),
  ];
  const [sums, input, left, gradient, right] = held.map((it) =>
    addressOf(backend, it)
  );
  const [xPixel, yPixel] = [4 * inChannels, 4 * outChannels];
  const [xRow, yRow] = [(width + reach) * xPixel, width * yPixel];
  const images = addressOf(backend, x);
  const gradients = addressOf(backend, dy);
  for (const { sample, row, tileRows } of blocks) {
    const height = TILE * tileRows;
    takePart(backend, {
      address: images + sample * inHeight * inWidth * xPixel,
      height: inHeight,
      width: inWidth,
      channels: inChannels,
    }, {
      row: row - padInfo.top,
      column: -padInfo.left,
      height: height + reach,
      width: width + reach,
    }, input);
    takePart(
      backend,
      {
        address: gradients + sample * outHeight * outWidth * yPixel,
        height: outHeight,
        width: outWidth,
        channels: outChannels,
      },
      { row, column: 0, height, width },
      gradient,
    );
    for (let i = 0; i < tileRows; i++) {
      inputToPlanes(
        input + TILE * i * xRow,
        xRow,
        xPixel,
        left + i * tileColumns * xPixel,
        rows * xPixel,
        inChannels / 4,
        tileColumns,
      );
      gradientToPlanes(
        gradient + TILE * i * yRow,
        yRow,
        yPixel,
        right + i * tileColumns * yPixel,
        rows * yPixel,
        outChannels / 4,
        tileColumns,
      );
    }
    for (let plane = 0; plane < PLANES; plane++) {
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
