/**
 * The gradients of max-pooling on WASM, of images and of volumes.
 *
 * Those of tfjs 4.22 start their search above zero, so a window without a
 * positive value passes no gradient, or passes it to its first pixel: every
 * pool after BatchNormalization or a linear layer learns wrongly, without an
 * error.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import { ownCodeOf } from "./own_code_of.ts";
import {
  flatPool,
  type Pool,
  poolWindows,
  volumePool,
} from "./pool_windows.ts";
import {
  addressOf,
  type Given,
  makeZeros,
  type WasmBackend,
  type WasmKernel,
} from "./wasm_backend.ts";

/** Replaces the shipped kernel for images. */
export const maxPoolGrad: WasmKernel = {
  name: "MaxPoolGrad",
  run(inputs: Given<tf.MaxPoolGradInputs>, attributes, backend) {
    const { filterSize, strides, pad, dimRoundingMode } =
      attributes as tf.MaxPoolGradAttrs;
    const pool = tf.backend_util.computePool2DInfo(
      inputs.input.shape as [number, number, number, number],
      filterSize,
      strides,
      1,
      pad,
      dimRoundingMode,
    );
    return creditMaxima(inputs, flatPool(pool), backend);
  },
};

/** Replaces the shipped kernel for volumes. */
export const maxPool3dGrad: WasmKernel = {
  name: "MaxPool3DGrad",
  run(inputs: Given<tf.MaxPool3DGradInputs>, attributes, backend) {
    const pool = volumePool(
      inputs.input.shape,
      attributes as tf.MaxPool3DGradAttrs,
    );
    return creditMaxima(inputs, pool, backend);
  },
};

/** Adds each window's gradient where its maximum is. */
function creditMaxima(
  { dy, input }: Given<tf.MaxPoolGradInputs>,
  pool: Pool,
  backend: WasmBackend,
): tf.TensorInfo {
  const out = makeZeros(backend, input.shape, input.dtype);
  const { addToMaxima } = ownCodeOf(backend);
  const [x, dx] = [addressOf(backend, input), addressOf(backend, out)];
  const bytes = 4 * pool.inChannels;
  const row = pool.inWidth * bytes;
  let gradient = addressOf(backend, dy);
  for (const { pixel, depth, height, width } of poolWindows(pool)) {
    if (depth * height * width > 0) {
      addToMaxima(
        ...[x + pixel * bytes, dx + pixel * bytes, gradient],
        ...[depth, height, width, pool.inHeight * row, row, bytes],
        pool.inChannels,
      );
    }
    gradient += bytes;
  }
  return out;
}
