/**
 * Kernels of tfjs 4.22 that make a number of NaN: `clipByValue` and `relu6` the
 * least one, `maximum` and `minimum` the other value where NaN comes second.
 * Losses clip what a model predicts, so one that had diverged showed a loss.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import { clampValues } from "../assembly/clamp_values.ts";
import { inParts } from "./in_parallel.ts";
import { compiledOn } from "./own_code_of.ts";
import { onEqualShapes } from "./on_equal_shapes.ts";
import {
  addressOf,
  callKernel,
  type Given,
  release,
  type WasmBackend,
  type WasmKernel,
} from "./wasm_backend.ts";
import { withinInt32 } from "./within_int32.ts";

type Unary = Given<{ x: tf.TensorInfo }>;

function clamped(
  x: tf.TensorInfo,
  least: number,
  most: number,
  backend: WasmBackend,
): tf.TensorInfo {
  const out = backend.makeOutput(x.shape, "float32");
  const [from, to] = [x, out].map((it) => addressOf(backend, it));
  const [low, high] = new Int32Array(Float32Array.of(least, most).buffer);
  const run = compiledOn(backend, clampValues);
  inParts(backend, tf.util.sizeFromShape(x.shape), 1, (start, count) => {
    const shift = 4 * start;
    run({ x: from + shift, out: to + shift, count, least: low, most: high });
  });
  return out;
}

/** The kernel shipped takes whole numbers for float32. */
function clampedIntegers(
  x: tf.TensorInfo,
  limits: number[],
  backend: WasmBackend,
): tf.TensorInfo {
  const bounds = limits.map((limit) => {
    const bound = backend.makeOutput([], "int32");
    backend.typedArrayFromHeap(bound)[0] = withinInt32(limit);
    return bound;
  });
  const [least, most] = bounds;
  const notLess = callKernel("Maximum", { a: x, b: least }, {}, backend);
  const out = callKernel("Minimum", { a: notLess, b: most }, {}, backend);
  release(backend, notLess, ...bounds);
  return out;
}

const clipByValue: WasmKernel = {
  name: "ClipByValue",
  run({ x }: Unary, attributes, backend, shipped) {
    const { clipValueMin, clipValueMax } = attributes as tf.ClipByValueAttrs;
    if (x.dtype === "float32") {
      return clamped(x, clipValueMin, clipValueMax, backend);
    }
    return x.dtype === "int32"
      ? clampedIntegers(x, [clipValueMin, clipValueMax], backend)
      : shipped({ x }, attributes, backend);
  },
};

const relu6: WasmKernel = {
  name: "Relu6",
  run: ({ x }: Unary, attributes, backend, shipped) =>
    x.dtype === "float32"
      ? clamped(x, 0, 6, backend)
      : shipped({ x }, attributes, backend),
};

/** Adds what is NaN in the second input, else 0, to what is shipped. */
function keepingSecond(name: string): WasmKernel {
  return {
    name,
    run({ a, b }: Given<tf.BinaryInputs>, attributes, backend, shipped) {
      const choose = onEqualShapes(shipped);
      const chosen = choose({ a, b }, attributes, backend);
      if (a.dtype !== "float32" || b.dtype !== "float32") return chosen;
      const nans = clamped(b, 0, 0, backend);
      const out = callKernel("Add", { a: chosen, b: nans }, {}, backend);
      release(backend, chosen, nans);
      return out;
    },
  };
}

export const keptNans: WasmKernel[] = [
  clipByValue,
  relu6,
  keepingSecond("Maximum"),
  keepingSecond("Minimum"),
];
