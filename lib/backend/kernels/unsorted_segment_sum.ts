/**
 * Sums of rows by segment: the gradient of `tf.gather()`, and so of every
 * embedding. The WASM backend lacks it.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import { ownCodeOf } from "./own_code_of.ts";
import { makeZeros } from "./make_zeros.ts";
import {
  addressOf,
  type Given,
  release,
  type WasmKernel,
  withoutBooleans,
} from "./wasm_backend.ts";

/**
 * Supplies the missing kernel. Rows whose segment lies outside
 * `[0, numSegments)` are left out, as TensorFlow does.
 */
export const unsortedSegmentSum: WasmKernel = {
  name: "UnsortedSegmentSum",
  run(
    { x, segmentIds }: Given<tf.UnsortedSegmentSumInputs>,
    attributes,
    backend,
  ) {
    const { numSegments } = attributes as tf.UnsortedSegmentSumAttrs;
    const inner = x.shape.slice(segmentIds.shape.length);
    const width = tf.util.sizeFromShape(inner);
    const spare: tf.TensorInfo[] = [];
    x = withoutBooleans(x, spare, backend);
    const out = makeZeros(backend, [numSegments, ...inner], x.dtype);
    const { addRows, addIntegerRows } = ownCodeOf(backend);
    const addRow = x.dtype === "float32" ? addRows : addIntegerRows;
    const [from, to] = [addressOf(backend, x), addressOf(backend, out)];
    const bytes = 4 * width;
    backend.typedArrayFromHeap(segmentIds).forEach((segment, row) => {
      if (segment < 0 || segment >= numSegments) return;
      addRow({
        x: from + row * bytes,
        out: to + segment * bytes,
        rows: 1,
        columns: width,
      });
    });
    release(backend, ...spare);
    return out;
  },
};
