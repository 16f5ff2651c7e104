/**
 * Shuffling that a seed repeats.
 *
 * @module
 */

import { requireKind } from "../options/require_kind.ts";
import { type Draw, drawBits } from "./seed_stream.ts";

/**
 * Shuffles `array` in place by the method of Fisher and Yates.
 *
 * One word a swap, scaled to the range: the most likely order is favoured by
 * less than `length / 2^32`.
 *
 * @param array Any array or typed array.
 * @param draw Which order; the same draw and length give the same.
 * @returns `array`.
 */
export function shuffle<T extends { length: number; [index: number]: unknown }>(
  array: T,
  draw: Draw,
): T {
  requireKind("shuffle", "array", array, "list");
  requireKind("shuffle", "draw", draw, "draw");
  const bits = drawBits(draw, array.length);
  for (let i = array.length - 1; i > 0; i--) {
    const j = Math.floor(bits[i] / 2 ** 32 * (i + 1));
    const held = array[i];
    array[i] = array[j];
    array[j] = held;
  }
  return array;
}
