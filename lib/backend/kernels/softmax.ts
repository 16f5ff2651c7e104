/**
 * Softmax, in three quarters of the shipped kernel's time and on several threads
 * of WASM; the bits are those of the shipped one.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import { softmaxRows } from "../assembly/softmax_rows.ts";
import { inParts } from "./in_parallel.ts";
import { compiledOn } from "./own_code_of.ts";
import { addressOf, type Given, type WasmKernel } from "./wasm_backend.ts";

/** A value's exponential takes as long as so many that are only moved. */
const COST = 8;

/** Replaces the shipped kernel for float32. */
export const softmax: WasmKernel = {
  name: "Softmax",
  run({ logits }: Given<tf.SoftmaxInputs>, attributes, backend, shipped) {
    const { dim } = attributes as tf.SoftmaxAttrs;
    const { shape, dtype } = logits;
    const isLastOfFloats = dtype === "float32" && dim === shape.length - 1;
    if (!isLastOfFloats || shape[dim] === 0) {
      return shipped({ logits }, attributes, backend);
    }
    const columns = shape[dim];
    const out = backend.makeOutput(shape, dtype);
    const [from, to] = [logits, out].map((it) => addressOf(backend, it));
    const run = compiledOn(backend, softmaxRows);
    const rows = tf.util.sizeFromShape(shape) / columns;
    inParts(backend, rows, COST * columns, (start, length) => {
      const shift = 4 * start * columns;
      run({ x: from + shift, out: to + shift, rows: length, columns });
    });
    return out;
  },
};
