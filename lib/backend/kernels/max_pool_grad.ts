/**
 * The gradient of max-pooling on WASM.
 *
 * The kernel of tfjs 4.22 starts its search above zero, so a window without a
 * positive value passes no gradient: every pool after BatchNormalization or a
 * linear layer learns wrongly, without an error.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import { ownCodeOf } from "./own_code_of.ts";
import { poolWindows } from "./pool_windows.ts";
import {
  addressOf,
  type Given,
  makeZeros,
  type WasmKernel,
} from "./wasm_backend.ts";

/** Replaces the shipped kernel. */
export const maxPoolGrad: WasmKernel = {
  name: "MaxPoolGrad",
  run({ dy, input }: Given<tf.MaxPoolGradInputs>, attributes, backend) {
    const { filterSize, strides, pad, dimRoundingMode } =
      attributes as tf.MaxPoolGradAttrs;
    const pool = tf.backend_util.computePool2DInfo(
      input.shape as [number, number, number, number],
      filterSize,
      strides,
      1,
      pad,
      dimRoundingMode,
    );
    const out = makeZeros(backend, input.shape, input.dtype);
    const { addToMaxima } = ownCodeOf(backend);
    const [x, dx] = [addressOf(backend, input), addressOf(backend, out)];
    const bytes = 4 * pool.inChannels;
    let gradient = addressOf(backend, dy);
    for (const { pixel, height, width } of poolWindows(pool)) {
      if (height * width > 0) {
        addToMaxima(
          ...[x + pixel * bytes, dx + pixel * bytes, gradient],
          ...[height, width, pool.inWidth * bytes, bytes, pool.inChannels],
        );
      }
      gradient += bytes;
    }
    return out;
  },
};
