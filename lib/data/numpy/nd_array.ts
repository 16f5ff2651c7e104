/**
 * An array with a shape, as data files hold it: a plain value that the garbage
 * collector frees, no tensor that someone has to dispose of.
 *
 * @module
 */

import { requireKind } from "../../options/require_kind.ts";
import * as tf from "@tensorflow/tfjs";

/** Values in row-major (C) order; `data.length` is the product of `shape`. */
export interface NdArray<Data extends ArrayLike<unknown> = ArrayLike<unknown>> {
  readonly shape: number[];
  readonly data: Data;
}

/** Number of elements of `shape`; 1 for a scalar's `[]`. */
export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, length) => product * length, 1);
}

/**
 * Copies numbers into a tensor of the same shape.
 *
 * @param array Row-major numbers of any width.
 * @param dtype What the tensor holds; pixels and labels are often wanted as `float32`.
 * @returns A tensor owned by the caller.
 */
export function toTensor(
  array: NdArray<ArrayLike<number>>,
  dtype: "float32" | "int32" = "float32",
): tf.Tensor {
  requireKind("toTensor", "array", array, "object");
  requireKind("toTensor", "array.data", array.data, "list");
  const values = dtype === "int32"
    ? Int32Array.from(array.data)
    : Float32Array.from(array.data);
  return tf.tensor(values, array.shape, dtype);
}
