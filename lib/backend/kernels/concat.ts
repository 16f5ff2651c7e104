/**
 * Tensors side by side.
 *
 * The kernel of tfjs 4.22 copies value by value where rows are short, and loses
 * time on memory that is shared between threads.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import { inParts } from "./in_parallel.ts";
import { ownCodeOf } from "./own_code_of.ts";
import {
  addressOf,
  type WasmBackend,
  type WasmKernel,
} from "./wasm_backend.ts";

/** Replaces the shipped kernel for numbers of four bytes. */
export const concat: WasmKernel = {
  name: "Concat",
  run(inputs, attributes, backend: WasmBackend, shipped) {
    // By place, as they were given.
    const given = Object.values(inputs) as tf.TensorInfo[];
    const parts = given.filter(({ shape }) => tf.util.sizeFromShape(shape) > 0);
    const [{ dtype, shape }] = given;
    const isPlain = dtype === "float32" || dtype === "int32";
    if (!isPlain || parts.length < 2 || given.some((x) => x.dtype !== dtype)) {
      return shipped(inputs, attributes, backend);
    }
    const [axis] = tf.util.parseAxisParam(
      (attributes as tf.ConcatAttrs).axis,
      shape,
    );
    const shapes = given.map(({ shape }) => shape);
    tf.backend_util.assertParamsConsistent(shapes, axis);
    const out = backend.makeOutput(
      tf.backend_util.computeOutShape(shapes, axis),
      dtype,
    );
    const rows = tf.util.sizeFromShape(out.shape.slice(0, axis));
    const step = 4 * tf.util.sizeFromShape(out.shape.slice(axis));
    const { copyRows } = ownCodeOf(backend);
    let to = addressOf(backend, out);
    for (const part of parts) {
      const from = addressOf(backend, part);
      const width = tf.util.sizeFromShape(part.shape.slice(axis));
      const target = to;
      inParts(backend, rows, width, (start, length) => {
        copyRows({
          from: from + 4 * start * width,
          fromStep: 4 * width,
          to: target + start * step,
          toStep: step,
          count: length,
          width,
        });
      });
      to += 4 * width;
    }
    return out;
  },
};
