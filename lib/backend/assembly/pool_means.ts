/**
 * Means of pooling windows of up to nine pixels, with the roundings of XNNPACK,
 * which adds them in pairs.
 *
 * @module
 */

import { define } from "./assemble.ts";
import { range, ValueType } from "./code.ts";
import { advance, loopDown, set } from "./instructions.ts";
import { byLanes, FLOATS } from "./lanes.ts";

/** Most pixels of a window. */
export const MOST_TAPS = 9;

const TAPS = [
  "x0",
  "x1",
  "x2",
  "x3",
  "x4",
  "x5",
  "x6",
  "x7",
  "x8",
] as const;

/**
 * For `count` windows writes the sum of nine pixels times `factor`, the bits of a
 * float32, to the next `out[channels]`. Each pixel moves by `step` bytes from a
 * window to the next.
 */
export const writeMeans = define("writeMeans", [
  ...TAPS,
  "step",
  "out",
  "channels",
  "count",
  "factor",
], (given, local) => {
  const { step, out, channels, count, factor } = given;
  const left = local(ValueType.i32);
  const taps = TAPS.map((name) => given[name]);
  const pixels = range(MOST_TAPS).map(() => local(ValueType.i32));
  return loopDown(count, [
    set(left, channels),
    pixels.map((it, i) => set(it, taps[i])),
    byLanes(left, FLOATS, [...pixels, out], (lanes) => {
      const at = pixels.map((it) => lanes.load(it));
      const pair = (i: number) => lanes.add(at[i], at[i + 1]);
      const middle = lanes.add(pair(2), pair(4));
      const outer = lanes.add(lanes.add(pair(0), at[8]), pair(6));
      const sum = lanes.add(middle, outer);
      return lanes.store(out, lanes.multiply(sum, lanes.ofBits(factor)));
    }),
    taps.map((tap) => advance(tap, step)),
  ]);
});
