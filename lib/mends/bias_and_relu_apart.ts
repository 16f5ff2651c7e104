/**
 * Trap of tfjs 4.22: a layer that trains adds its bias in one operation and
 * takes ReLU in another, and all three tensors are kept for the gradient.
 *
 * Here one loop does both on WASM, and its result alone is kept: the gradient is
 * where that is above zero. The roundings are the same.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import { BIAS_RELU } from "../backend/kernels/bias_relu_kernel.ts";
import { reluGradient } from "./activation_gradients.ts";
import { isTakingGradient } from "./is_taking_gradient.ts";

type ConvArgs = Parameters<typeof tf.fused.conv2d>[0];
type MatMulArgs = Parameters<typeof tf.fused.matMul>[0];

export function biasAndReluApart(): void {
  const fused = tf.fused as {
    conv2d: typeof tf.fused.conv2d;
    matMul: typeof tf.fused.matMul;
  };
  const { conv2d, matMul } = fused;
  fused.conv2d = <T extends tf.Tensor3D | tf.Tensor4D>(args: ConvArgs): T => {
    const { x, filter, strides, pad, dataFormat, dilations } = args;
    if (dataFormat === "NCHW" || !isOneLoop(args, x, filter)) {
      return conv2d<T>(args as Parameters<typeof conv2d<T>>[0]);
    }
    return biasRelu(
      tf.conv2d(
        x,
        filter,
        strides,
        pad,
        dataFormat,
        dilations,
        args.dimRoundingMode,
      ),
      args.bias as tf.Tensor1D,
    ) as T;
  };
  fused.matMul = (args: MatMulArgs): tf.Tensor => {
    const { a, b, transposeA, transposeB } = args;
    if (transposeB || !isOneLoop(args, a, b)) return matMul(args);
    return biasRelu(
      tf.matMul(a, b, transposeA),
      args.bias as tf.Tensor1D,
    );
  };
}

/** Whether a layer trains with bias and ReLU, where there is a loop for both. */
function isOneLoop(
  { bias, activation }: { bias?: unknown; activation?: string },
  ...factors: unknown[]
): boolean {
  // Outside of a gradient TensorFlow.js takes one operation for all.
  if (!isTakingGradient() || activation !== "relu") return false;
  const isFloat = (it: unknown): it is tf.Tensor =>
    it instanceof tf.Tensor && it.dtype === "float32";
  const weights = factors.at(-1);
  return factors.every(isFloat) && isFloat(bias) && isFloat(weights) &&
    tf.util.arraysEqual(bias.shape, weights.shape.slice(-1)) &&
    tf.getKernel(BIAS_RELU, tf.getBackend()) !== undefined;
}

/** `relu(product + bias)`; the product is disposed of. */
function biasRelu(product: tf.Tensor, bias: tf.Tensor1D): tf.Tensor {
  const axes = product.shape.map((_, axis) => axis).slice(0, -1);
  const compute = tf.customGrad((x, bias, save) => {
    const inputs = { x, bias } as unknown as tf.NamedTensorMap;
    const value = tf.engine().runKernel(BIAS_RELU, inputs) as tf.Tensor;
    (save as tf.GradSaveFunc)([value]);
    const gradFunc = (dy: tf.Tensor, [value]: tf.Tensor[]) => {
      const dx = reluGradient(dy, value);
      return [dx, dx.sum(axes)];
    };
    return { value, gradFunc };
  });
  const result = compute(product, bias);
  product.dispose();
  return result;
}
