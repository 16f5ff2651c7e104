/**
 * The gradient of a convolution's output, made ready for a convolution with
 * the turned filter, which gives the gradient of its input.
 *
 * @see Dumoulin, Visin, "A guide to convolution arithmetic for deep learning",
 * arXiv:1603.07285, chapter 4.
 * @module
 */

import type * as tf from "@tensorflow/tfjs";
import type { ConvGeometry } from "./conv_geometry.ts";
import { inParts } from "./in_parallel.ts";
import { ownCodeOf } from "./own_code_of.ts";
import { addressOf, reshaped, type WasmBackend } from "./wasm_backend.ts";

/**
 * Places the pixels of `dy` a stride apart on zeros, so that a convolution
 * without padding, with the turned filter, gives an image of the input's size.
 *
 * @returns `[batch, inHeight + reach, inWidth + reach, channels]`, where
 * `reach` is the window's size less one, owned by the caller.
 */
export function spreadGradient(
  backend: WasmBackend,
  geometry: ConvGeometry,
  dy: tf.TensorInfo,
): tf.TensorInfo {
  const { batchSize, outHeight, outWidth, padInfo } = geometry;
  const { strideHeight, strideWidth, inHeight, inWidth } = geometry;
  const reachDown = geometry.effectiveFilterHeight - 1;
  const reachRight = geometry.effectiveFilterWidth - 1;
  const channels = dy.shape[3];
  const height = inHeight + reachDown;
  const width = inWidth + reachRight;
  const out = backend.makeOutput(
    [batchSize, height, width, channels],
    "float32",
  );
  const { clear, copyRows } = ownCodeOf(backend);
  const pixel = 4 * channels;
  const left = reachRight - padInfo.left;
  const first = Math.max(0, Math.ceil(-left / strideWidth));
  const end = Math.min(
    outWidth,
    Math.floor((width - 1 - left) / strideWidth) + 1,
  );
  const [from, to] = [addressOf(backend, dy), addressOf(backend, out)];
  const size = height * width * channels;
  inParts(backend, batchSize, size, (start, count) => {
    clear({ address: to + 4 * start * size, size: 4 * count * size });
    for (let sample = start; sample < start + count; sample++) {
      for (let i = 0; i < outHeight; i++) {
        const y = i * strideHeight + reachDown - padInfo.top;
        if (y < 0 || y >= height || first >= end) continue;
        const at = (sample * outHeight + i) * outWidth + first;
        const target = (sample * height + y) * width + left +
          first * strideWidth;
        copyRows({
          from: from + at * pixel,
          fromStep: pixel,
          to: to + target * pixel,
          toStep: strideWidth * pixel,
          count: end - first,
          width: channels,
        });
      }
    }
  });
  return out;
}

/** Rows that are transposed at a time are whole cache lines of the result. */
const BAND = 16;

/**
 * A filter turned by 180 degrees, each tap transposed to
 * `[outChannels, inChannels]`; owned by the caller.
 */
export function turnFilter(
  backend: WasmBackend,
  filter: tf.TensorInfo,
): tf.TensorInfo {
  const [height, width, inChannels, outChannels] = filter.shape;
  const out = backend.makeOutput(
    [height, width, outChannels, inChannels],
    "float32",
  );
  const { transposeMatrix } = ownCodeOf(backend);
  const taps = height * width;
  const bytes = 4 * inChannels * outChannels;
  const [from, to] = [addressOf(backend, filter), addressOf(backend, out)];
  const bands = Math.ceil(inChannels / BAND);
  inParts(backend, taps * bands, BAND * outChannels, (start, length) => {
    for (let i = start; i < start + length; i++) {
      const tap = Math.floor(i / bands);
      const row = BAND * (i % bands);
      transposeMatrix({
        x: from + tap * bytes + 4 * row * outChannels,
        xStep: 4 * outChannels,
        out: to + (taps - 1 - tap) * bytes + 4 * row,
        outStep: 4 * inChannels,
        rows: Math.min(BAND, inChannels - row),
        columns: outChannels,
      });
    }
  });
  return out;
}

/** A depthwise filter turned by 180 degrees, as `[height, width, channels, 1]`. */
export function turnDepthwiseFilter(
  backend: WasmBackend,
  filter: tf.TensorInfo,
): tf.TensorInfo {
  const [height, width, inChannels, multiplier] = filter.shape;
  // Each tap a matrix of one column: transposing it keeps its order.
  const channels = inChannels * multiplier;
  const turned = turnFilter(
    backend,
    reshaped(filter, [height, width, channels, 1]),
  );
  return reshaped(turned, [height, width, channels, 1]);
}
