/**
 * Max-pooling of volumes on WASM.
 *
 * The kernel of tfjs 4.22 starts from the least positive number, so a window
 * without a positive value gives that. This one pools each image, then along
 * the depth, both by XNNPACK.
 *
 * @module
 */

import type * as tf from "@tensorflow/tfjs";
import { wholePad, wholePads } from "./mended_pads.ts";
import { volumePool } from "./pool_windows.ts";
import {
  callKernel,
  type Given,
  release,
  reshaped,
  type WasmKernel,
} from "./wasm_backend.ts";

/** Replaces the shipped kernel. */
export const maxPool3d: WasmKernel = {
  name: "MaxPool3D",
  run({ x }: Given<tf.MaxPool3DInputs>, attributes, backend) {
    const pool = volumePool(x.shape, attributes as tf.MaxPool3DAttrs);
    const { front, back } = pool.padInfo;
    const flat = (
      x: tf.TensorInfo,
      filterSize: [number, number],
      strides: [number, number],
      [before, after]: [number, number][],
    ) =>
      callKernel("MaxPool", { x }, {
        filterSize,
        strides,
        pad: [[0, 0], before, after, [0, 0]],
      }, backend);
    const { batchSize, inDepth, inHeight, inWidth, inChannels } = pool;
    const images = flat(
      reshaped(x, [batchSize * inDepth, inHeight, inWidth, inChannels]),
      [pool.filterHeight, pool.filterWidth],
      [pool.strideHeight, pool.strideWidth],
      wholePads(pool),
    );
    const pixels = pool.outHeight * pool.outWidth;
    const out = flat(
      reshaped(images, [batchSize, inDepth, pixels, inChannels]),
      [pool.filterDepth, 1],
      [pool.strideDepth, 1],
      [
        wholePad({
          input: inDepth,
          output: pool.outDepth,
          window: pool.filterDepth,
          stride: pool.strideDepth,
          pad: [front, back],
        }),
        [0, 0],
      ],
    );
    release(backend, images);
    return reshaped(out, pool.outShape);
  },
};
