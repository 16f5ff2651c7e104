/**
 * A bias, then ReLU, in one loop. No operation of TensorFlow.js: what layers
 * run on WASM while they train. The bits are those of the two operations.
 *
 * @module
 */

import { addRowAboveZero } from "../assembly/row_arithmetic.ts";
import { compiledOn } from "./own_code_of.ts";
import { runByRows } from "./run_by_rows.ts";
import type { WasmBackend, WasmKernel } from "./wasm_backend.ts";

export const BIAS_RELU = "ThawBiasRelu";

/** Its inputs are float32: `x`, and `bias` of the size of its last axis. */
export const biasReluKernel: WasmKernel = {
  name: BIAS_RELU,
  run({ x, bias }, _, backend: WasmBackend) {
    const [columns] = bias.shape;
    const run = compiledOn(backend, addRowAboveZero);
    return runByRows(backend, run, x, bias, { columns, otherStep: 0 });
  },
};
