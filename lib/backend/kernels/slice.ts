/**
 * Parts of tensors, copied row by row.
 *
 * The kernel of tfjs 4.22 copies all of a tensor for each part it takes:
 * attention takes one for each group of samples.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import { inParts } from "./in_parallel.ts";
import { ownCodeOf } from "./own_code_of.ts";
import {
  addressOf,
  callKernel,
  type Given,
  type WasmBackend,
  type WasmKernel,
} from "./wasm_backend.ts";

/** Replaces the shipped kernel for numbers of four bytes. */
export const slice: WasmKernel = {
  name: "Slice",
  run({ x }: Given<tf.SliceInputs>, attributes, backend, shipped) {
    const { begin, size } = attributes as tf.SliceAttrs;
    if (x.dtype !== "float32" && x.dtype !== "int32") {
      return shipped({ x }, attributes, backend);
    }
    const [first, shape] = tf.slice_util.parseSliceParams(x, begin, size);
    const out = backend.makeOutput(shape, x.dtype);
    if (tf.util.sizeFromShape(shape) > 0) {
      copyPart(backend, x, first, out);
    }
    return out;
  },
};

/** Replaces the shipped kernel, by slices. */
export const splitV: WasmKernel<tf.TensorInfo[]> = {
  name: "SplitV",
  run({ x }: Given<tf.SplitVInputs>, attributes, backend: WasmBackend) {
    const { numOrSizeSplits, axis } = attributes as tf.SplitVAttrs;
    const [split] = tf.util.parseAxisParam(axis, x.shape);
    const sizes = tf.backend_util.prepareSplitSize(
      x as tf.Tensor,
      numOrSizeSplits,
      split,
    );
    let start = 0;
    return sizes.map((size) => {
      const begin = x.shape.map((_, i) => i === split ? start : 0);
      start += size;
      return callKernel("Slice", { x }, {
        begin,
        size: x.shape.with(split, size),
      }, backend);
    });
  },
};

/** Copies the part of `x` from `begin` on that has the shape of `out`. */
function copyPart(
  backend: WasmBackend,
  x: tf.TensorInfo,
  begin: number[],
  out: tf.TensorInfo,
): void {
  const { copyRows } = ownCodeOf(backend);
  const size = out.shape;
  const steps = [...tf.util.computeStrides(x.shape), 1];
  const from = addressOf(backend, x) +
    4 * begin.reduce((sum, start, axis) => sum + start * steps[axis], 0);
  const to = addressOf(backend, out);
  /** The last axis of which a part is taken; those behind it are whole. */
  const last = Math.max(
    0,
    size.findLastIndex((length, axis) => length !== x.shape[axis]),
  );
  const width = tf.util.sizeFromShape(size.slice(last));
  if (last === 0) {
    inParts(backend, width, 1, (start, length) => {
      copyRows({
        from: from + 4 * start,
        fromStep: 0,
        to: to + 4 * start,
        toStep: 0,
        count: 1,
        width: length,
      });
    });
    return;
  }
  // Rows along the axis before it, for each place on the axes before that.
  const rows = size[last - 1];
  const step = 4 * steps[last - 1];
  const outer = size.slice(0, last - 1);
  const places = tf.util.sizeFromShape(outer);
  inParts(backend, places, rows * width, (start, length) => {
    for (let place = start; place < start + length; place++) {
      let [rest, shift] = [place, 0];
      for (let axis = outer.length - 1; axis >= 0; axis--) {
        shift += (rest % outer[axis]) * steps[axis];
        rest = Math.floor(rest / outer[axis]);
      }
      copyRows({
        from: from + 4 * shift,
        fromStep: step,
        to: to + 4 * place * rows * width,
        toStep: 4 * width,
        count: rows,
        width,
      });
    }
  });
}
