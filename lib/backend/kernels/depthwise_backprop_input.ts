/**
 * The gradient of a depthwise convolution's input, which the WASM backend
 * lacks: a depthwise convolution with the turned filter.
 *
 * @module
 */

import type * as tf from "@tensorflow/tfjs";
import { type ConvAttributes, convGeometry } from "./conv_geometry.ts";
import { spreadGradient, turnDepthwiseFilter } from "./spread_gradient.ts";
import {
  callKernel,
  type Given,
  release,
  reshaped,
  type WasmKernel,
} from "./wasm_backend.ts";

/** Supplies the missing kernel; dilations are accepted. */
export const depthwiseBackpropInput: WasmKernel = {
  name: "DepthwiseConv2dNativeBackpropInput",
  run(
    { dy, filter }: Given<tf.DepthwiseConv2dNativeBackpropInputInputs>,
    attributes,
    backend,
  ) {
    const { inputShape } =
      attributes as tf.DepthwiseConv2dNativeBackpropInputAttrs;
    const geometry = convGeometry(
      inputShape,
      filter.shape,
      attributes as ConvAttributes,
      true,
    );
    const spread = spreadGradient(backend, geometry, dy);
    const turned = turnDepthwiseFilter(backend, filter);
    const each = callKernel(
      "DepthwiseConv2dNative",
      { x: spread, filter: turned },
      {
        strides: [1, 1],
        pad: "valid",
        dilations: [geometry.dilationHeight, geometry.dilationWidth],
      },
      backend,
    );
    release(backend, spread, turned);
    const [, , channels, multiplier] = filter.shape;
    if (multiplier === 1) return each;
    // A channel's gradient is the sum over the outputs it feeds.
    const grouped = reshaped(each, [
      ...inputShape.slice(0, 3),
      channels,
      multiplier,
    ]);
    const out = callKernel("Sum", { x: grouped }, {
      axis: [4],
      keepDims: false,
    }, backend);
    release(backend, each);
    return out;
  },
};
