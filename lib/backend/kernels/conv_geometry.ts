import * as tf from "@tensorflow/tfjs";

/** Sizes of a 2D convolution, images as `[batch, height, width, channels]`. */
export type ConvGeometry = tf.backend_util.Conv2DInfo;

/** Sizes that the kernels of a convolution and of its gradients share. */
export interface ConvAttributes {
  strides: [number, number] | number;
  pad: "valid" | "same" | number | tf.backend_util.ExplicitPadding;
  /** Null from `tf.layers.depthwiseConv2d`. */
  dilations?: [number, number] | number | null;
  dimRoundingMode?: "floor" | "round" | "ceil";
  dataFormat?: "NHWC" | "NCHW";
}

/**
 * The sizes of a convolution.
 *
 * @param depthwise Whether each channel has a filter of its own.
 * @throws {Error} If channels come first: no convolution on WASM takes that.
 */
export function convGeometry(
  input: number[],
  filter: number[],
  { strides, pad, dilations, dimRoundingMode, dataFormat }: ConvAttributes,
  depthwise = false,
): ConvGeometry {
  if (dataFormat === "NCHW") {
    throw new Error("Convolutions on wasm take channels last, got NCHW");
  }
  return tf.backend_util.computeConv2DInfo(
    input as [number, number, number, number],
    filter as [number, number, number, number],
    strides,
    dilations ?? 1,
    pad as "valid",
    dimRoundingMode,
    depthwise,
  );
}
