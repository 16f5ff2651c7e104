/**
 * `x[:, 0]`, `x[..., 1:]` and their like.
 *
 * @module
 */

import type * as tf from "@tensorflow/tfjs";
import {
  type Argument,
  isEllipsis,
  type Range,
  rangeOf,
} from "./operation_arguments.ts";

/** From where, how many, and the step, of the `size` values along an axis. */
function spanOf(range: Range, size: number): [number, number, number] {
  const step = range.step ?? 1;
  const limit = (end: number) => {
    const place = end < 0 ? end + size : end;
    const [least, most] = step > 0 ? [0, size] : [-1, size - 1];
    return Math.min(Math.max(place, least), most);
  };
  const start = limit(range.start ?? (step > 0 ? 0 : size - 1));
  const stop = range.stop === null ? (step > 0 ? size : -1) : limit(range.stop);
  return [start, Math.max(0, Math.ceil((stop - start) / step)), step];
}

/** Ranges by `slice`, which has a gradient; steps by `gather`. */
function along(x: tf.Tensor, axis: number, range: Range): tf.Tensor {
  const size = x.shape[axis];
  const [start, count, step] = spanOf(range, size);
  if (step === 1) {
    if (count === size) return x;
    const begin = x.shape.map((_, i) => i === axis ? start : 0);
    return x.slice(begin, x.shape.map((size, i) => i === axis ? count : size));
  }
  const places = Array.from({ length: count }, (_, i) => start + i * step);
  return x.gather(places, axis);
}

/**
 * The part of a tensor that an index names.
 *
 * @param index A whole number, a slice, null for a new axis, an ellipsis, or a
 *   list of these.
 * @throws {RangeError} If a number is beyond its axis, or the index another.
 */
export function getItem(x: tf.Tensor, index: Argument): tf.Tensor {
  const list = Array.isArray(index) ? index : [index];
  const axes = list.filter((it) => it !== null && !isEllipsis(it)).length;
  const gap = list.findIndex(isEllipsis);
  const all = Array(x.rank - axes).fill({
    className: "Slice",
    config: { start: null, stop: null, step: null },
  });
  const whole = gap < 0
    ? list
    : [...list.slice(0, gap), ...all, ...list.slice(gap + 1)];
  let axis = 0;
  let found = x;
  for (const it of whole) {
    const range = rangeOf(it);
    if (it === null) {
      found = found.expandDims(axis++);
    } else if (range) {
      found = along(found, axis++, range);
    } else if (Number.isInteger(it)) {
      const size = found.shape[axis];
      const start = (it as number) < 0 ? (it as number) + size : it as number;
      if (start < 0 || start >= size) {
        throw new RangeError(`index ${it} is beyond an axis of ${size}`);
      }
      found = along(found, axis, { start, stop: start + 1, step: 1 })
        .squeeze([axis]);
    } else {
      throw new RangeError(
        `the index ${JSON.stringify(it)} is not supported`,
      );
    }
  }
  return found;
}
