import type * as tf from "@tensorflow/tfjs";
import { callKernel, release, type WasmBackend } from "./wasm_backend.ts";

/** Names of activations to those of kernels. */
const ACTIVATIONS: Record<string, string> = {
  relu: "Relu",
  relu6: "Relu6",
  sigmoid: "Sigmoid",
  elu: "Elu",
  leakyrelu: "LeakyRelu",
  prelu: "Prelu",
};

/** The steps of a fused operation after its product. */
export interface Finish {
  bias?: tf.TensorInfo;
  activation?: string;
  preluActivationWeights?: tf.TensorInfo;
  leakyreluAlpha?: number;
}

/**
 * Adds a bias and applies an activation.
 *
 * @param product Is released, or returned.
 * @throws {Error} If there is no such activation.
 */
export function finish(
  product: tf.TensorInfo,
  { bias, activation, preluActivationWeights, leakyreluAlpha }: Finish,
  backend: WasmBackend,
): tf.TensorInfo {
  let out = product;
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
}

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
