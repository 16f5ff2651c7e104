/**
 * A product of matrices with bias and activation: what a dense layer calls.
 *
 * The kernel of tfjs 4.22 keeps the right matrix under its tensor's id, so
 * after a reshape it multiplies with the former shape, as its matMul does.
 *
 * @module
 */

import type * as tf from "@tensorflow/tfjs";
import { multiplyStacks } from "./batch_mat_mul.ts";
import {
  callKernel,
  type Given,
  release,
  type WasmBackend,
  type WasmKernel,
} from "./wasm_backend.ts";

/** Names of activations to those of kernels. */
const ACTIVATIONS: Record<string, string> = {
  relu: "Relu",
  relu6: "Relu6",
  sigmoid: "Sigmoid",
  elu: "Elu",
  leakyrelu: "LeakyRelu",
  prelu: "Prelu",
};

type Inputs =
  & Given<Pick<tf._FusedMatMulInputs, "a" | "b">>
  & Partial<Given<tf._FusedMatMulInputs>>;

/** Replaces the shipped kernel. */
export const fusedMatMul: WasmKernel = {
  name: "_FusedMatMul",
  run({ a, b, bias, preluActivationWeights }: Inputs, attributes, backend) {
    const { transposeA, transposeB, activation, leakyreluAlpha } =
      attributes as tf._FusedMatMulAttrs;
    let out = multiplyStacks({ a, b }, { transposeA, transposeB }, backend);
    if (bias) {
      out = replace(out, "Add", { a: out, b: bias }, {}, backend);
    }
    if (!activation || activation === "linear") return out;
    const kernel = ACTIVATIONS[activation];
    if (!kernel) throw new Error(`No activation ${activation} on wasm`);
    const inputs = preluActivationWeights
      ? { x: out, alpha: preluActivationWeights }
      : { x: out };
    return replace(out, kernel, inputs, { alpha: leakyreluAlpha }, backend);
  },
};

function replace(
  former: tf.TensorInfo,
  kernel: string,
  inputs: tf.NamedTensorInfoMap,
  attributes: object,
  backend: WasmBackend,
): tf.TensorInfo {
  const out = callKernel(kernel, inputs, attributes, backend);
  release(backend, former);
  return out;
}
