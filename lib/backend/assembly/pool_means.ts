/**
 * Means of pooling windows of up to nine pixels, with the roundings of XNNPACK,
 * which adds them in pairs.
 *
 * @module
 */

import { define } from "./assemble.ts";
import { range, ValueType } from "./code.ts";
import {
  advance,
  integer,
  loopDown,
  loopWhile,
  notBelow,
  set,
  subtract,
} from "./instructions.ts";
import { FLOATS } from "./lanes.ts";

/** Most pixels of a window. */
export const MOST_TAPS = 9;

/** Vectors for which the pointers are moved once. */
const VECTORS = 4;

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
  const [four, one] = FLOATS;
  const taps = TAPS.map((name) => given[name]);
  const pixels = range(MOST_TAPS).map(() => local(ValueType.i32));
  return loopDown(count, [
    set(left, channels),
    pixels.map((it, i) => set(it, taps[i])),
    ([[four, VECTORS], [four, 1], [one, 1]] as const).map(([lanes, vectors]) =>
      loopWhile(notBelow(left, integer(lanes.count * vectors)), [
        range(vectors).map((v) => {
          const offset = 4 * lanes.count * v;
          const at = pixels.map((it) => lanes.load(it, offset));
          const pair = (i: number) => lanes.add(at[i], at[i + 1]);
          const middle = lanes.add(pair(2), pair(4));
          const outer = lanes.add(lanes.add(pair(0), at[8]), pair(6));
          const sum = lanes.add(middle, outer);
          const mean = lanes.multiply(sum, lanes.ofBits(factor));
          return lanes.store(out, mean, offset);
        }),
        [...pixels, out].map((it) =>
          advance(it, integer(4 * lanes.count * vectors))
        ),
        set(left, subtract(left, integer(lanes.count * vectors))),
      ])
    ),
    taps.map((tap) => advance(tap, step)),
  ]);
});
