/**
 * `tf.transpose()` of two neighbouring axes on WASM, and of axes that lie
 * together: the heads of attention, channels first and last.
 *
 * The kernel of tfjs 4.22 moves one value after the other, and divides by zero
 * where there are none.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import { CALL_VALUES } from "./in_parallel.ts";
import { callSize, type Stack, transposeStack } from "./transpose_stack.ts";
import type { Given, WasmKernel } from "./wasm_backend.ts";

/** Replaces the shipped kernel for numbers of four bytes, but in tiny matrices. */
export const transpose: WasmKernel = {
  name: "Transpose",
  run({ x }: Given<tf.TransposeInputs>, attributes, backend, shipped) {
    const { perm } = attributes as tf.TransposeAttrs;
    const shape = perm.map((axis) => x.shape[axis]);
    if (tf.util.sizeFromShape(shape) === 0) {
      return backend.makeOutput(shape, x.dtype);
    }
    const isNumeric = x.dtype === "float32" || x.dtype === "int32";
    const stack = isNumeric ? stackOf(x.shape, perm) : undefined;
    const isOurs = stack &&
      (stack.count === 1 || callSize(stack) >= CALL_VALUES);
    if (!isOurs) return shipped({ x }, attributes, backend);
    const out = backend.makeOutput(shape, x.dtype);
    transposeStack(backend, x, out, stack);
    return out;
  },
};

/** The transposition as one of matrices, if it is one. */
function stackOf(shape: number[], perm: number[]): Stack | undefined {
  const blocks = blocksOf(shape, perm);
  const sizes = blocks.toSorted((a, b) => a.first - b.first)
    .map(({ size }) => size);
  const order = blocks.map(({ first }) =>
    blocks.filter((other) => other.first < first).length
  );
  switch (order.join()) {
    case "1,0":
      return { count: 1, rows: sizes[0], columns: sizes[1], size: 1 };
    case "1,0,2":
      return { count: 1, rows: sizes[0], columns: sizes[1], size: sizes[2] };
    case "0,2,1":
      return { count: sizes[0], rows: sizes[1], columns: sizes[2], size: 1 };
    case "0,2,1,3": {
      const [count, rows, columns, size] = sizes;
      return { count, rows, columns, size };
    }
  }
}

/** Axes that stay together, in the order that they are brought to. */
function blocksOf(shape: number[], perm: number[]) {
  const blocks: { first: number; last: number; size: number }[] = [];
  // An axis of size 1 may stand anywhere: no value moves for it.
  const long = shape.map((_, axis) => axis).filter((axis) => shape[axis] > 1);
  for (const axis of perm.filter((axis) => shape[axis] > 1)) {
    const block = blocks.at(-1);
    const place = long.indexOf(axis);
    if (block && place === block.last + 1) {
      block.last = place;
      block.size *= shape[axis];
    } else {
      blocks.push({ first: place, last: place, size: shape[axis] });
    }
  }
  return blocks;
}
