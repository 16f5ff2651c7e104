/**
 * The maxima of windows of images: max-pooling.
 *
 * @module
 */

import { define } from "./assemble.ts";
import { type Code, range, ValueType } from "./code.ts";
import {
  advance,
  integer,
  loopDown,
  loopWhile,
  multiply,
  notBelow,
  set,
  subtract,
} from "./instructions.ts";
import { FLOATS, type Lanes } from "./lanes.ts";

/** The bits of minus infinity. */
const LEAST_BITS = 0xff800000 | 0;

/**
 * For `count` windows of `height * width` pixels, `windowStep` bytes apart,
 * writes each channel's maximum to the next `out[channels]`; NaN where there is
 * one, minus infinity where a window is empty. Steps are bytes.
 */
export const writeMaxima = define("writeMaxima", [
  "x",
  "rowStep",
  "pixelStep",
  "windowStep",
  "height",
  "width",
  "out",
  "channels",
  "count",
], (given, local) => {
  const { x, rowStep, pixelStep, windowStep, height } = given;
  const nextRow = local(ValueType.i32);
  const { out, channels, count } = given;
  const [left, from, pixel, i, j] = range(5).map(() => local(ValueType.i32));
  const [four, one] = FLOATS;
  const channelsOf = (lanes: Lanes, vectors: number): Code => {
    const best = range(vectors).map(() => local(lanes.type));
    const at = (v: number) => 4 * lanes.count * v;
    const width = 4 * lanes.count * vectors;
    return [
      best.map((it) => set(it, lanes.ofBits(integer(LEAST_BITS)))),
      set(pixel, from),
      set(i, height),
      loopDown(i, [
        set(j, given.width),
        loopDown(j, [
          best.map((it, v) =>
            set(it, lanes.greatest(it, lanes.load(pixel, at(v))))
          ),
          advance(pixel, pixelStep),
        ]),
        advance(pixel, nextRow),
      ]),
      best.map((it, v) => lanes.store(out, it, at(v))),
      [from, out].map((it) => advance(it, integer(width))),
      set(left, subtract(left, integer(lanes.count * vectors))),
    ];
  };
  return [
    set(nextRow, subtract(rowStep, multiply(pixelStep, given.width))),
    loopDown(count, [
      set(from, x),
      set(left, channels),
      ([[four, 4], [four, 1], [one, 1]] as const).map(([lanes, vectors]) =>
        loopWhile(
          notBelow(left, integer(lanes.count * vectors)),
          channelsOf(lanes, vectors),
        )
      ),
      advance(x, windowStep),
    ]),
  ];
});
