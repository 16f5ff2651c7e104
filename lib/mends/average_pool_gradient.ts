/**
 * Trap of tfjs 4.22: the gradient of average-pooling with padding is too small
 * at the edges. In the forward pass, the mean of a window is over the pixels
 * inside the image. In the backward pass, tfjs divides by the window's whole
 * size: at the corner of a 3 by 3 window the gradient is 4/9 of what is right.
 * Here the gradient is scaled up before, or this library's kernel for WASM
 * computes it.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import { INSIDE_AVG_POOL_GRAD } from "../backend/kernels/avg_pool_grad.ts";
import { imagePool } from "../backend/kernels/pool_windows.ts";
import { replaceGradient } from "./replace_gradient.ts";

export function averagePoolGradient(): void {
  replaceGradient("AvgPool", (shipped) => {
    const scaled = scaleUp(shipped, windowsOfImages);
    return (dy, saved, attributes) =>
      tf.getKernel(INSIDE_AVG_POOL_GRAD, tf.getBackend())
        ? byOwnKernel(dy as tf.Tensor, saved[0], attributes)
        : scaled(dy, saved, attributes);
  });
  replaceGradient("AvgPool3D", (shipped) => scaleUp(shipped, windowsOfVolumes));
}

function byOwnKernel(
  dy: tf.Tensor,
  input: tf.Tensor,
  attributes: tf.NamedAttrMap,
): ReturnType<tf.GradFunc> {
  const run = () =>
    tf.engine().runKernel<tf.Tensor>(
      INSIDE_AVG_POOL_GRAD,
      { dy, input },
      attributes,
    );
  return { x: run };
}

type WindowsOf = (x: tf.Tensor, attributes: tf.NamedAttrMap) => Windows[];

function windowsOfImages(
  x: tf.Tensor,
  attributes: tf.NamedAttrMap,
): Windows[] {
  return windowsOfPlane(
    imagePool(x.shape, attributes as unknown as tf.AvgPoolAttrs),
  );
}

function windowsOfVolumes(
  x: tf.Tensor,
  attributes: tf.NamedAttrMap,
): Windows[] {
  const { filterSize, strides, pad, dimRoundingMode } =
    attributes as unknown as tf.AvgPool3DAttrs;
  const pool = tf.backend_util.computePool3DInfo(
    x.shape as [number, number, number, number, number],
    filterSize,
    strides,
    1,
    pad,
    dimRoundingMode,
  );
  return [{
    input: pool.inDepth,
    output: pool.outDepth,
    size: pool.filterDepth,
    stride: pool.strideDepth,
    before: pool.padInfo.front,
  }, ...windowsOfPlane(pool)];
}

/** Along the axes that images and volumes share. */
function windowsOfPlane(
  pool: tf.backend_util.Conv2DInfo | tf.backend_util.Conv3DInfo,
): Windows[] {
  return [{
    input: pool.inHeight,
    output: pool.outHeight,
    size: pool.filterHeight,
    stride: pool.strideHeight,
    before: pool.padInfo.top,
  }, {
    input: pool.inWidth,
    output: pool.outWidth,
    size: pool.filterWidth,
    stride: pool.strideWidth,
    before: pool.padInfo.left,
  }];
}

/** @param shipped The gradient that is right without padding. */
function scaleUp(shipped: tf.GradFunc, windowsOf: WindowsOf): tf.GradFunc {
  return (dy, saved, attributes) => {
    const axes = windowsOf(saved[0], attributes).map(shares);
    if (axes.flat().every((share) => share === 1)) {
      return shipped(dy, saved, attributes);
    }
    const scaled = tf.tidy(() =>
      axes.reduce((scaled, along, i) => {
        const shape = [1, ...axes.map(() => 1), 1];
        shape[i + 1] = along.length;
        return scaled.mul(tf.tensor(along, shape));
      }, dy as tf.Tensor)
    );
    return shipped(scaled, saved, attributes);
  };
}

/** Windows along one axis. */
interface Windows {
  input: number;
  output: number;
  size: number;
  stride: number;
  before: number;
}

/**
 * For each window along an axis: its size divided by how much of it lies
 * inside.
 */
function shares({ input, output, size, stride, before }: Windows): number[] {
  return Array.from({ length: output }, (_, i) => {
    const start = i * stride - before;
    const inside = Math.min(input, start + size) - Math.max(0, start);
    // A window wholly in the padding has no pixel to give to.
    return inside > 0 ? size / inside : 1;
  });
}
