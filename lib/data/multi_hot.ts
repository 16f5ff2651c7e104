/**
 * Lists of numbers as rows of zeros and ones.
 *
 * @module
 */

import { requireKind } from "../options/require_kind.ts";
import * as tf from "@tensorflow/tfjs";

/**
 * Marks, in a row for each list, the numbers that occur in it.
 *
 * It takes four bytes for each cell: 40 kB for a review at a width of 10,000,
 * 1 GB for all of IMDB's training reviews. Encode a batch at a time there.
 *
 * @param lists For instance reviews of IMDB.
 * @param width Length of a row; all numbers must be below.
 * @returns A `float32` tensor `[lists.length, width]`, owned by the caller.
 * @throws {RangeError} If a number is not whole or lies outside `[0, width)`.
 */
export function multiHot(
  lists: readonly ArrayLike<number>[],
  width: number,
): tf.Tensor2D {
  requireKind("multiHot", "lists", lists, "list");
  if (!(Number.isInteger(width) && width > 0)) {
    throw new RangeError(
      `width of multiHot must be a positive integer, got ${width}`,
    );
  }
  const cells = new Float32Array(lists.length * width);
  lists.forEach((list, row) => {
    requireKind("multiHot", `list ${row}`, list, "list");
    for (let i = 0; i < list.length; i++) {
      if (!(list[i] >= 0 && list[i] < width)) {
        throw new RangeError(
          `Number ${list[i]} in list ${row} is outside [0, ${width})`,
        );
      }
      if (!Number.isInteger(list[i])) {
        throw new RangeError(
          `Number ${list[i]} in list ${row} is no whole number`,
        );
      }
      cells[row * width + list[i]] = 1;
    }
  });
  return tf.tensor2d(cells, [lists.length, width]);
}
