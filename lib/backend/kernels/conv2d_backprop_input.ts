/**
 * The gradient of a convolution's input.
 *
 * The kernel of tfjs 4.22 runs a scalar loop. This one is a convolution of the
 * output's gradient with the turned filter, by XNNPACK.
 *
 * @module
 */

import type * as tf from "@tensorflow/tfjs";
import { type ConvAttributes, convGeometry } from "./conv_geometry.ts";
import { spreadGradient, turnFilter } from "./spread_gradient.ts";
import {
  callKernel,
  type Given,
  release,
  type WasmKernel,
} from "./wasm_backend.ts";

/** Replaces the shipped kernel; dilations are accepted. */
export const conv2dBackpropInput: WasmKernel = {
  name: "Conv2DBackpropInput",
  run(
    { dy, filter }: Given<tf.Conv2DBackpropInputInputs>,
    attributes,
    backend,
  ) {
    const { inputShape } = attributes as tf.Conv2DBackpropInputAttrs;
    const geometry = convGeometry(
      inputShape,
      filter.shape,
      attributes as ConvAttributes,
    );
    const spread = spreadGradient(backend, geometry, dy);
    const turned = turnFilter(backend, filter);
    const out = callKernel("Conv2D", { x: spread, filter: turned }, {
      strides: [1, 1],
      pad: "valid",
      dataFormat: "NHWC",
      dilations: [geometry.dilationHeight, geometry.dilationWidth],
    }, backend);
    release(backend, spread, turned);
    return out;
  },
};
