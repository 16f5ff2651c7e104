/**
 * The gradient of a depthwise convolution's filter, which the WASM backend
 * lacks.
 *
 * @see Chollet, "Xception: Deep Learning with Depthwise Separable
 * Convolutions", arXiv:1610.02357.
 * @module
 */

import type * as tf from "@tensorflow/tfjs";
import {
  type ConvAttributes,
  type ConvGeometry,
  convGeometry,
} from "./conv_geometry.ts";
import { ownCodeOf } from "./own_code_of.ts";
import { insideRange } from "./patches.ts";
import { makeZeros } from "./make_zeros.ts";
import {
  addressOf,
  type Given,
  type WasmBackend,
  type WasmKernel,
} from "./wasm_backend.ts";

/** Supplies the missing kernel; dilations are accepted. */
export const depthwiseBackpropFilter: WasmKernel = {
  name: "DepthwiseConv2dNativeBackpropFilter",
  run(
    { x, dy }: Given<tf.DepthwiseConv2dNativeBackpropFilterInputs>,
    attributes,
    backend,
  ) {
    const { filterShape } =
      attributes as tf.DepthwiseConv2dNativeBackpropFilterAttrs;
    const geometry = convGeometry(
      x.shape,
      filterShape,
      attributes as ConvAttributes,
      true,
    );
    const out = makeZeros(backend, filterShape);
    const { filterHeight, filterWidth, outChannels } = geometry;
    for (let r = 0; r < filterHeight; r++) {
      for (let s = 0; s < filterWidth; s++) {
        const target = addressOf(backend, out) +
          4 * (r * filterWidth + s) * outChannels;
        addTap(backend, { geometry, x, dy, tap: [r, s], target });
      }
    }
    return out;
  },
};

/** One tap of the filter, with the pixels that its gradient is made of. */
interface FilterTap {
  geometry: ConvGeometry;
  x: tf.TensorInfo;
  dy: tf.TensorInfo;
  tap: [row: number, column: number];
  /** Address of the gradient, `[inChannels, multiplier]`. */
  target: number;
}

/** Pixels in a row: addresses of the first, and bytes between two. */
interface PixelRun {
  x: number;
  xStep: number;
  y: number;
  yStep: number;
  count: number;
}

/** Adds one tap's gradient at its address. */
function addTap(
  backend: WasmBackend,
  { geometry, x, dy, tap: [r, s], target }: FilterTap,
): void {
  const { batchSize, inHeight, inWidth, outHeight, outWidth } = geometry;
  const { strideHeight, strideWidth, padInfo } = geometry;
  const down = r * geometry.dilationHeight;
  const right = s * geometry.dilationWidth;
  const [top, bottom] = insideRange({
    tap: down,
    stride: strideHeight,
    before: padInfo.top,
    input: inHeight,
    output: outHeight,
  });
  const [first, end] = insideRange({
    tap: right,
    stride: strideWidth,
    before: padInfo.left,
    input: inWidth,
    output: outWidth,
  });
  const xPixel = 4 * geometry.inChannels;
  const yPixel = 4 * geometry.outChannels;
  const addRun = runAdder(backend, geometry, target);
  for (let sample = 0; sample < batchSize; sample++) {
    for (let i = top; i < bottom && first < end; i++) {
      const y = i * strideHeight + down - padInfo.top;
      const column = first * strideWidth + right - padInfo.left;
      const pixel = (sample * inHeight + y) * inWidth + column;
      const gradient = (sample * outHeight + i) * outWidth + first;
      addRun({
        x: addressOf(backend, x) + pixel * xPixel,
        xStep: strideWidth * xPixel,
        y: addressOf(backend, dy) + gradient * yPixel,
        yStep: yPixel,
        count: end - first,
      });
    }
  }
}

/** Adds a run of pixels: by lanes, or channel by channel where each has many. */
function runAdder(
  backend: WasmBackend,
  { inChannels, outChannels }: ConvGeometry,
  target: number,
) {
  const { addLaneProducts, addOuterProducts } = ownCodeOf(backend);
  const multiplier = outChannels / inChannels;
  return ({ x, xStep, y, yStep, count }: PixelRun): void => {
    if (multiplier === 1) {
      const width = inChannels;
      addLaneProducts({ x, xStep, y, yStep, count, out: target, width });
      return;
    }
    for (let channel = 0; channel < inChannels; channel++) {
      const shift = 4 * channel * multiplier;
      addOuterProducts({
        x: x + 4 * channel,
        xStep,
        y: y + shift,
        yStep,
        count,
        out: target + shift,
        outStep: 4 * multiplier,
        rows: 1,
        columns: multiplier,
      });
    }
  };
}
