/**
 * The gradient of average-pooling: each pixel of a window gets an equal share.
 *
 * The kernel of tfjs 4.22 takes 25 times as long as the pool, and divides by the
 * window's whole size, padding included. One kernel here does that faster, the
 * other divides by the pixels inside the image, whose mean the pool took.
 *
 * @module
 */

import type * as tf from "@tensorflow/tfjs";
import { bitsOf } from "./evaluate_formula.ts";
import { inParts } from "./in_parallel.ts";
import { ownCodeOf } from "./own_code_of.ts";
import { flatPool, imagePool, poolWindows } from "./pool_windows.ts";
import {
  addressOf,
  type Given,
  type WasmBackend,
  type WasmKernel,
} from "./wasm_backend.ts";

/** Takes what `AvgPoolGrad` takes. */
export const INSIDE_AVG_POOL_GRAD = "ThawInsideAvgPoolGrad";

/** Replaces the shipped kernel. */
export const avgPoolGrad: WasmKernel = {
  name: "AvgPoolGrad",
  run(inputs, attributes, backend) {
    const given = inputs as Given<tf.AvgPoolGradInputs>;
    return spread(backend, given, attributes as tf.AvgPoolGradAttrs, false);
  },
};

/** What the mended gradient of average-pooling runs. */
export const insideAvgPoolGrad: WasmKernel = {
  name: INSIDE_AVG_POOL_GRAD,
  run(inputs, attributes, backend) {
    const given = inputs as Given<tf.AvgPoolGradInputs>;
    return spread(backend, given, attributes as tf.AvgPoolGradAttrs, true);
  },
};

/** @param inside Whether padding has no share. */
function spread(
  backend: WasmBackend,
  { dy, input }: Given<tf.AvgPoolGradInputs>,
  attributes: tf.AvgPoolGradAttrs,
  inside: boolean,
): tf.TensorInfo {
  const pool = imagePool(input.shape, attributes);
  const out = backend.makeOutput(input.shape, "float32");
  const { addToWindow, clear } = ownCodeOf(backend);
  const [dx, gradients] = [out, dy].map((it) => addressOf(backend, it));
  const bytes = 4 * pool.inChannels;
  const rowBytes = pool.inWidth * bytes;
  const sample = pool.inHeight * rowBytes;
  const windowsOfSample = pool.outHeight * pool.outWidth;
  const whole = pool.filterHeight * pool.filterWidth;
  inParts(backend, pool.batchSize, sample / 4, (start, length) => {
    clear({ address: dx + start * sample, size: length * sample });
    let gradient = gradients + start * windowsOfSample * bytes;
    for (const windows of poolWindows(flatPool(pool), start, length)) {
      const { pixel, step, count, height, width } = windows;
      const [size] = bitsOf([inside ? height * width : whole]);
      for (let i = 0; i < count; i++, gradient += bytes) {
        addToWindow({
          dx: dx + (pixel + i * step) * bytes,
          dy: gradient,
          size,
          height,
          width,
          rowStep: rowBytes,
          pixelStep: bytes,
          channels: pool.inChannels,
        });
      }
    }
  });
  return out;
}
