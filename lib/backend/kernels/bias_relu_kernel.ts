/**
 * A bias, then ReLU, in one loop. No operation of TensorFlow.js: what layers
 * run on WASM while they train. The bits are those of the two operations.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import { addRowAboveZero } from "../assembly/row_arithmetic.ts";
import { inParts } from "./in_parallel.ts";
import { compiledOn } from "./own_code_of.ts";
import {
  addressOf,
  type WasmBackend,
  type WasmKernel,
} from "./wasm_backend.ts";

export const BIAS_RELU = "ThawBiasRelu";

/** Its inputs are float32: `x`, and `bias` of the size of its last axis. */
export const biasReluKernel: WasmKernel = {
  name: BIAS_RELU,
  run({ x, bias }, _, backend: WasmBackend) {
    const out = backend.makeOutput(x.shape, "float32");
    const [columns] = bias.shape;
    const [from, row, to] = [x, bias, out].map((it) => addressOf(backend, it));
    const run = compiledOn(backend, addRowAboveZero);
    const rows = tf.util.sizeFromShape(x.shape) / columns;
    inParts(backend, rows, columns, (start, length) => {
      const shift = 4 * start * columns;
      run(from + shift, row, to + shift, length, columns);
    });
    return out;
  },
};
