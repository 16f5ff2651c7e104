/**
 * `cumsum` and `cumprod` along an axis that is counted from the end.
 *
 * As shipped, the kernels read and write beside their tensors, and later
 * operations fail.
 *
 * @module
 */

import type { WasmKernel } from "./wasm_backend.ts";

export const cumulative: WasmKernel[] = ["Cumsum", "Cumprod"].map((name) => ({
  name,
  run(inputs, attributes, backend, shipped) {
    const axis = attributes.axis as number;
    const rank = inputs.x!.shape.length;
    const given = axis < 0 ? { ...attributes, axis: axis + rank } : attributes;
    return shipped(inputs, given, backend);
  },
}));
