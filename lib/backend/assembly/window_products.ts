/**
 * Windows of an image times a filter, channel by channel: a depthwise
 * convolution.
 *
 * @module
 */

import { define, type NewLocal } from "./assemble.ts";
import { type Code, type Local, range, ValueType } from "./code.ts";
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

/**
 * For `count` windows, `windowStep` bytes apart, writes for each `c < channels`
 * `start[c]` and the sum over `i < outer` and `j < inner` of
 * `x[i][j][c] * y[i][j][c]` to the next `out[c]`. Steps are bytes; terms are added
 * in their order.
 */
export const multiplyWindows = define("multiplyWindows", [
  "x",
  "xOuter",
  "xInner",
  "windowStep",
  "y",
  "yOuter",
  "yInner",
  "outer",
  "inner",
  "start",
  "out",
  "channels",
  "count",
], (given, local) => {
  const { x, windowStep, y, start, out, channels, count } = given;
  const [left, from, factors, first] = range(4).map(() => local(ValueType.i32));
  const [four, one] = FLOATS;
  const at = { from, factors, first };
  return loopDown(count, [
    set(from, x),
    set(factors, y),
    set(first, start),
    set(left, channels),
    ([[four, 4], [four, 1], [one, 1]] as const).map(([lanes, vectors]) => {
      const width = lanes.count * vectors;
      return loopWhile(notBelow(left, integer(width)), [
        sumsOfWindow(lanes, vectors, given, at, local),
        [from, factors, first, out].map((it) =>
          advance(it, integer(4 * width))
        ),
        set(left, subtract(left, integer(width))),
      ]);
    }),
    advance(x, windowStep),
  ]);
});

/** Some channels of one window. */
function sumsOfWindow(
  lanes: Lanes,
  vectors: number,
  given: Record<
    "xOuter" | "xInner" | "yOuter" | "yInner" | "outer" | "inner" | "out",
    Local
  >,
  { from, factors, first }: Record<"from" | "factors" | "first", Local>,
  local: NewLocal,
): Code {
  const { xOuter, xInner, yOuter, yInner, outer, inner, out } = given;
  const [i, j, px, py] = range(4).map(() => local(ValueType.i32));
  const sums = range(vectors).map(() => local(lanes.type));
  const offset = (v: number) => 4 * lanes.count * v;
  return [
    sums.map((sum, v) => set(sum, lanes.load(first, offset(v)))),
    set(px, from),
    set(py, factors),
    set(i, outer),
    loopDown(i, [
      set(j, inner),
      loopDown(j, [
        sums.map((sum, v) => {
          const [x, y] = [px, py].map((it) => lanes.load(it, offset(v)));
          return set(sum, lanes.addProduct(sum, x, y));
        }),
        advance(px, xInner),
        advance(py, yInner),
      ]),
      advance(px, subtract(xOuter, multiply(xInner, inner))),
      advance(py, subtract(yOuter, multiply(yInner, inner))),
    ]),
    sums.map((sum, v) => lanes.store(out, sum, offset(v))),
  ];
}
