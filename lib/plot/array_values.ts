/**
 * Numbers to plot, from tensors or plain arrays.
 *
 * @module
 */

import type { Tensor } from "@tensorflow/tfjs";

/** Arrays of numbers, as deep as the shape is long. */
export type NestedNumbers = ArrayLike<number> | NestedNumbers[];

/** Row-major values with their shape, as data files give them. */
export interface ShapedNumbers {
  readonly shape: readonly number[];
  readonly data: ArrayLike<number>;
}

/** What plots take numbers from; a tensor stays the caller's. */
export type ArraySource = Tensor | ShapedNumbers | NestedNumbers;

/** Numbers in row-major order, and their shape. */
export interface ArrayValues {
  shape: number[];
  values: ArrayLike<number>;
}

function hasShape(source: object): source is Tensor | ShapedNumbers {
  return "shape" in source && "data" in source;
}

function isTensor(source: Tensor | ShapedNumbers): source is Tensor {
  return typeof source.data === "function";
}

/** Whether a value is numbers itself, and not several such by name. */
export function isArraySource(source: unknown): source is ArraySource {
  return typeof source === "object" && source !== null &&
    (Array.isArray(source) || ArrayBuffer.isView(source) || hasShape(source));
}

function* flattened(source: NestedNumbers): Generator<number> {
  for (const item of Array.from<number | NestedNumbers>(source)) {
    if (typeof item === "number") yield item;
    else if (typeof item === "object" && item !== null) yield* flattened(item);
    else throw new TypeError(`Values are numbers, got ${JSON.stringify(item)}`);
  }
}

/** The values of one row of a table with `width` columns. */
export function rowOf(
  { values }: ArrayValues,
  row: number,
  width: number,
): number[] {
  return Array.from({ length: width }, (_, k) => values[row * width + k]);
}

/**
 * Reads a tensor or a plain array. Asynchronous, since WebGPU has no other way.
 *
 * @throws {TypeError} If it is neither, or holds other things than numbers.
 * @throws {RangeError} If nested arrays are of unequal length.
 */
export async function readValues(source: ArraySource): Promise<ArrayValues> {
  if (!isArraySource(source)) {
    throw new TypeError(`Numbers are a tensor or an array, got ${source}`);
  }
  if (hasShape(source)) {
    return {
      shape: [...source.shape],
      values: isTensor(source) ? await source.data() : source.data,
    };
  }
  const shape: number[] = [];
  let at: NestedNumbers | number = source;
  while (typeof at === "object" && at !== null) {
    shape.push(at.length);
    at = at[0] as NestedNumbers | number;
  }
  const values = [...flattened(source)];
  if (values.length !== shape.reduce((product, size) => product * size, 1)) {
    throw new RangeError(`Arrays of unequal length do not fill [${shape}]`);
  }
  return { shape, values };
}
