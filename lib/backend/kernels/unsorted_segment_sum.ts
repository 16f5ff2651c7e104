/**
 * Sums of rows by segment: the gradient of `tf.gather()`, and so of every
 * embedding. The WASM backend lacks it.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import { ownCodeOf } from "./own_code_of.ts";
import {
  addressOf,
  type Given,
  makeZeros,
  type WasmBackend,
  type WasmKernel,
} from "./wasm_backend.ts";

/**
 * Supplies the missing kernel. Rows whose segment lies outside
 * `[0, numSegments)` are left out, as TensorFlow does.
 */
export const unsortedSegmentSum: WasmKernel = {
  name: "UnsortedSegmentSum",
  slow: "unsortedSegmentSum of int32",
  run(
    { x, segmentIds }: Given<tf.UnsortedSegmentSumInputs>,
    attributes,
    backend,
  ) {
    const { numSegments } = attributes as tf.UnsortedSegmentSumAttrs;
    const inner = x.shape.slice(segmentIds.shape.length);
    const width = tf.util.sizeFromShape(inner);
    const out = makeZeros(backend, [numSegments, ...inner], x.dtype);
    const addRow = x.dtype === "float32"
      ? floatRows(x, out, width, backend)
      : integerRows(x, out, width, backend);
    backend.typedArrayFromHeap(segmentIds).forEach((segment, row) => {
      if (segment >= 0 && segment < numSegments) addRow(row, segment);
    });
    return out;
  },
};

type AddRow = (row: number, segment: number) => void;

function floatRows(
  x: tf.TensorInfo,
  out: tf.TensorInfo,
  width: number,
  backend: WasmBackend,
): AddRow {
  const { addRows } = ownCodeOf(backend);
  const [from, to] = [addressOf(backend, x), addressOf(backend, out)];
  const bytes = 4 * width;
  return (row, segment) =>
    addRows(from + row * bytes, to + segment * bytes, 1, width);
}

function integerRows(
  x: tf.TensorInfo,
  out: tf.TensorInfo,
  width: number,
  backend: WasmBackend,
): AddRow {
  const values = backend.typedArrayFromHeap(x);
  const sums = backend.typedArrayFromHeap(out);
  return (row, segment) => {
    for (let i = 0; i < width; i++) {
      sums[segment * width + i] += values[row * width + i];
    }
  };
}
