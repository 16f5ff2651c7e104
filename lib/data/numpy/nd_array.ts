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
 * Copies numbers into a tensor of the same shape; also NumPy's 64-bit integers,
 * which come as `bigint`, and booleans.
 *
 * @param array Row-major numbers of any width.
 * @param dtype What the tensor holds; pixels and labels are often wanted as `float32`.
 * @returns A tensor owned by the caller.
 * @throws {TypeError} If a value is no number, as in an array of texts.
 * @throws {RangeError} If `int32` would change a value.
 */
export function toTensor(
  array: NdArray,
  dtype: "float32" | "int32" = "float32",
): tf.Tensor {
  requireKind("toTensor", "array", array, "object");
  requireKind("toTensor", "array.data", array.data, "list");
  const { data } = array;
  // All of a typed array are numbers where one is: a copy is four times as fast.
  if (
    dtype === "float32" && ArrayBuffer.isView(data) &&
    typeof data[0] === "number"
  ) return tf.tensor(Float32Array.from(data as Float32Array), array.shape);
  const values = dtype === "int32"
    ? new Int32Array(data.length)
    : new Float32Array(data.length);
  for (let i = 0; i < data.length; i++) {
    const value = data[i];
    const type = typeof value;
    if (type !== "number" && type !== "bigint" && type !== "boolean") {
      throw new TypeError(
        `toTensor takes numbers, value ${i} is ${shown(value)}`,
      );
    }
    values[i] = Number(value);
    if (dtype === "int32" && values[i] !== Number(value)) {
      throw new RangeError(
        `toTensor: int32 can't hold value ${i}, ${value}; float32 can, to seven digits`,
      );
    }
  }
  return tf.tensor(values, array.shape, dtype);
}

function shown(value: unknown): string {
  return typeof value === "string" ? JSON.stringify(value) : String(value);
}
