/**
 * What an operation of Keras was called with: tensors, numbers, constants,
 * slices, and lists of these.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import { isRecord } from "../../options/is_record.ts";

/** One argument of a call; a list of tensors is one of `concatenate`. */
export type Argument =
  | null
  | boolean
  | number
  | string
  | tf.Tensor
  | Argument[]
  | { [key: string]: unknown };

/** What an operation was made with: `axis`, `keepdims` and so on. */
export type Options = Record<string, unknown>;

/** Computes an operation; owns nothing of what it is given. */
export type Compute = (
  args: Argument[],
  options: Options,
) => tf.Tensor | tf.Tensor[];

/** A range in `x[start:stop:step]`. */
export interface Range {
  start: number | null;
  stop: number | null;
  step: number | null;
}

/** What a slice in an index says, if it is one. */
export function rangeOf(value: Argument): Range | undefined {
  if (!isRecord(value) || value.className !== "Slice") return undefined;
  return value.config as Range;
}

export function isEllipsis(value: Argument): boolean {
  return isRecord(value) && value.className === "Ellipsis";
}

/**
 * An argument as a tensor: itself, a number, or a constant in the file.
 *
 * @throws {RangeError} If it is none of these.
 */
export function tensorOf(value: Argument | undefined): tf.Tensor {
  if (value instanceof tf.Tensor) return value;
  if (typeof value === "number") return tf.scalar(value);
  if (typeof value === "boolean") return tf.scalar(value, "bool");
  const isList = Array.isArray(value) &&
    (value as unknown[]).flat(Infinity).every((one) => typeof one === "number");
  if (isList) return tf.tensor(value as number[]);
  if (isRecord(value) && isConstant(value)) {
    const { value: values, dtype } = value.config as {
      value: tf.TensorLike;
      dtype: string;
    };
    return tf.tensor(values, undefined, typeOf(dtype));
  }
  throw new RangeError(`A tensor is needed, got ${JSON.stringify(value)}`);
}

/** Arrays of NumPy, and tensors that were known when the model was made. */
export function isConstant({ className }: Record<string, unknown>): boolean {
  return className === "Constant";
}

/** The type here for a type in Keras. */
export function typeOf(dtype: unknown): "float32" | "int32" | "bool" {
  const name = String(dtype);
  if (name === "bool") return "bool";
  return /^u?int/.test(name) ? "int32" : "float32";
}

/** The first argument, as a tensor of floating-point numbers. */
export function floats([x]: Argument[]): tf.Tensor {
  return tensorOf(x).cast("float32");
}

/** Axes from 0; all for null. */
export function axesOf(axis: unknown, rank: number): number[] {
  if (axis === null || axis === undefined) {
    return Array.from({ length: rank }, (_, i) => i);
  }
  return ([axis].flat() as number[]).map((one) => one < 0 ? one + rank : one);
}
