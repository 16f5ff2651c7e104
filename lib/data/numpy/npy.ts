/**
 * Reads NumPy's `.npy` format. Arrays of objects are read when they hold
 * numbers, texts and lists of these (IMDB's reviews); see `pickle.ts` for
 * why nothing in such a file can run.
 *
 * @module
 */

import { requireKind } from "../../options/require_kind.ts";
import { type NdArray, sizeOf } from "./nd_array.ts";
import { npyType, type NpyValues } from "./npy_values.ts";
import { parseNpyHeader } from "./npy_header.ts";
import { readPickledArray } from "./pickle.ts";
import type { PickledValue } from "./pickle_numpy.ts";

/** An array as NumPy wrote it, in row-major order whatever the file's order was. */
export interface NpyArray extends NdArray<NpyValues | PickledValue[]> {
  /** NumPy's name of the type: `uint8`, `float32`, `str`, `object`. */
  readonly dtype: string;
}

/**
 * Reads one `.npy` file held in memory.
 *
 * `bool` comes as 0 and 1 in a `Uint8Array`, `float16` as `Float32Array`,
 * 64-bit integers and dates as `BigInt64Array`, complex numbers as real and
 * imaginary part in turn (so `data` is twice as long as the shape says).
 *
 * @throws {SyntaxError} If the bytes are not one whole `.npy` file, or hold
 *   objects other than numbers, texts and lists of these.
 */
export function parseNpy(bytes: Uint8Array<ArrayBuffer>): NpyArray {
  requireKind("parseNpy", "bytes", bytes, "list");
  const { descr, fortranOrder, shape, start } = parseNpyHeader(bytes);
  const type = npyType(descr);
  const size = sizeOf(shape);
  const body = bytes.subarray(start);
  if (type.name === "object") {
    const { shape: inner, items } = readPickledArray(body);
    if (items.length !== size || inner.join() !== shape.join()) {
      throw new SyntaxError(
        `The pickle holds (${inner}) but the header says (${shape})`,
      );
    }
    return { dtype: type.name, shape, data: items };
  }
  if (body.length !== size * type.width) {
    throw new SyntaxError(
      `${type.name} of shape (${shape}) takes ${size * type.width} bytes, ` +
        `the file has ${body.length}`,
    );
  }
  const ordered = fortranOrder && shape.length > 1
    ? toRowMajor(body, shape, type.width)
    : body;
  return { dtype: type.name, shape, data: type.read(ordered) };
}

/** Reorders elements of `width` bytes, first index fastest, to last index fastest. */
function toRowMajor(
  bytes: Uint8Array<ArrayBuffer>,
  shape: number[],
  width: number,
): Uint8Array<ArrayBuffer> {
  const result = new Uint8Array(bytes.length);
  const strides = shape.map((_, axis) => width * sizeOf(shape.slice(0, axis)));
  const index = shape.map(() => 0);
  let from = 0;
  for (let to = 0; to < bytes.length; to += width) {
    for (let i = 0; i < width; i++) result[to + i] = bytes[from + i];
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      from += strides[axis];
      if (++index[axis] < shape[axis]) break;
      from -= strides[axis] * shape[axis];
      index[axis] = 0;
    }
  }
  return result;
}
