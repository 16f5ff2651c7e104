/**
 * A convolution of images on WASM: by Winograd's products where that is
 * allowed and faster, elsewhere by patches. XNNPACK, whose bits those have, is
 * not faster and has one thread; it is left few pixels, for which it keeps
 * filters sorted.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import {
  type ConvAttributes,
  type ConvGeometry,
  convGeometry,
} from "./conv_geometry.ts";
import { finish } from "./finish.ts";
import { mendedConvolution, refuseUneven } from "./mended_pads.ts";
import { convolveByPatches, type Limits } from "./patch_convolution.ts";
import type { Given, WasmKernel } from "./wasm_backend.ts";
import { convolvesByWinograd } from "./winograd_choice.ts";
import { convolveByWinograd } from "./winograd_convolution.ts";

const plainConv2d = mendedConvolution("Conv2D");
const plainFusedConv2d = mendedConvolution("FusedConv2D");

/** Replaces the shipped kernel where another way is faster. */
export const conv2d: WasmKernel = {
  name: "Conv2D",
  run({ x, filter }: Given<tf.Conv2DInputs>, attributes, backend, shipped) {
    const geometry = ownGeometry(x, filter, attributes);
    if (!geometry) {
      return plainConv2d.run({ x, filter }, attributes, backend, shipped);
    }
    return convolvesByWinograd(geometry)
      ? convolveByWinograd(backend, geometry, x, filter)
      : convolveByPatches(backend, geometry, x, filter);
  },
};

/** Activations that keep a sum within limits. */
const LIMITS: Record<string, Pick<Limits, "least" | "most">> = {
  relu: { least: 0 },
  relu6: { least: 0, most: 6 },
};

/** Replaces the shipped kernel likewise: what a layer calls in inference. */
export const fusedConv2d: WasmKernel = {
  name: "FusedConv2D",
  run(inputs, attributes, backend, shipped) {
    const { x, filter, bias, preluActivationWeights } = inputs;
    const { activation, leakyreluAlpha } = attributes;
    const geometry = ownGeometry(x, filter, attributes);
    const isRow = !bias || tf.util.arraysEqual(bias.shape, [filter.shape[3]]);
    if (!geometry || !isRow) {
      return plainFusedConv2d.run(inputs, attributes, backend, shipped);
    }
    const rest = { preluActivationWeights, activation, leakyreluAlpha };
    if (convolvesByWinograd(geometry)) {
      const out = convolveByWinograd(backend, geometry, x, filter);
      return finish(out, { ...rest, bias }, backend);
    }
    const limits = bias ? LIMITS[activation] : undefined;
    const out = convolveByPatches(backend, geometry, x, filter, {
      bias,
      ...limits,
    });
    return limits ? out : finish(out, rest, backend);
  },
};

/** Fewest pixels for which it pays to sort the filter, at each call. */
const FEWEST_PIXELS = 16;

/** The convolution's sizes where it does not go by the shipped kernel. */
function ownGeometry(
  x: tf.TensorInfo,
  filter: tf.TensorInfo,
  attributes: ConvAttributes,
): ConvGeometry | undefined {
  const { dataFormat, strides, pad } = attributes;
  if (dataFormat === "NCHW") return undefined;
  refuseUneven("Conv2D", filter.shape.slice(0, 2), strides, pad);
  const geometry = convGeometry(x.shape, filter.shape, attributes);
  const { batchSize, outHeight, outWidth } = geometry;
  return batchSize * outHeight * outWidth < FEWEST_PIXELS
    ? undefined
    : geometry;
}
