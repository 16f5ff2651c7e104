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
import { finish } from "./finish.ts";
import type { Given, WasmKernel } from "./wasm_backend.ts";

type Inputs =
  & Given<Pick<tf._FusedMatMulInputs, "a" | "b">>
  & Partial<Given<tf._FusedMatMulInputs>>;

/** Replaces the shipped kernel. */
export const fusedMatMul: WasmKernel = {
  name: "_FusedMatMul",
  run({ a, b, bias, preluActivationWeights }: Inputs, attributes, backend) {
    const { transposeA, transposeB, activation, leakyreluAlpha } =
      attributes as tf._FusedMatMulAttrs;
    const product = multiplyStacks(
      { a, b },
      { transposeA, transposeB },
      backend,
    );
    return finish(product, {
      bias,
      preluActivationWeights,
      activation,
      leakyreluAlpha,
    }, backend);
  },
};
