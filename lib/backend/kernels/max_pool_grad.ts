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

import type * as tf from "@tensorflow/tfjs";
import { inParts } from "./in_parallel.ts";
import { ownCodeOf } from "./own_code_of.ts";
import {
  flatPool,
  imagePool,
  type Pool,
  type PoolWindows,
  poolWindows,
  volumePool,
} from "./pool_windows.ts";
import {
  addressOf,
  type Given,
  type WasmBackend,
  type WasmKernel,
} from "./wasm_backend.ts";

/** Replaces the shipped kernel for images. */
export const maxPoolGrad: WasmKernel = {
  name: "MaxPoolGrad",
  run(inputs: Given<tf.MaxPoolGradInputs>, attributes, backend) {
    const pool = imagePool(
      inputs.input.shape,
      attributes as tf.MaxPoolGradAttrs,
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
  const out = backend.makeOutput(input.shape, input.dtype);
  const { addToMaxima, clear } = ownCodeOf(backend);
  const [from, to, gradients] = [input, out, dy].map((it) =>
    addressOf(backend, it)
  );
  const bytes = 4 * pool.inChannels;
  const row = pool.inWidth * bytes;
  const plane = pool.inHeight * row;
  const sample = pool.inDepth * plane;
  const windowsOfSample = pool.outDepth * pool.outHeight * pool.outWidth;
  inParts(backend, pool.batchSize, sample / 4, (start, length) => {
    clear({ address: to + start * sample, size: length * sample });
    let gradient = gradients + start * windowsOfSample * bytes;
    for (const windows of poolWindows(pool, start, length)) {
      const { pixel, step, count, depth, height, width } = windows;
      const x = from + pixel * bytes;
      const dx = to + pixel * bytes;
      const addRow = pool.inChannels % 4 === 0 && rowAdder(windows, backend);
      if (addRow) {
        addRow({
          x,
          dx,
          dy: gradient,
          rowStep: row,
          windowStep: step * bytes,
          vectors: pool.inChannels / 4,
          count,
        });
      } else if (depth * height * width > 0) {
        for (let i = 0; i < count; i++) {
          const shift = i * step * bytes;
          addToMaxima({
            x: x + shift,
            dx: dx + shift,
            dy: gradient + i * bytes,
            depth,
            height,
            width,
            planeStep: plane,
            rowStep: row,
            pixelStep: bytes,
            channels: pool.inChannels,
          });
        }
      }
      gradient += count * bytes;
    }
  });
  return out;
}

/** The loop for a whole row of windows of this size, where there is one. */
function rowAdder(
  { depth, height, width }: PoolWindows,
  backend: WasmBackend,
) {
  const { addToMaximaOf2By2, addToMaximaOf3By3 } = ownCodeOf(backend);
  if (depth !== 1 || height !== width) return undefined;
  return height === 2
    ? addToMaximaOf2By2
    : height === 3
    ? addToMaximaOf3By3
    : undefined;
}
