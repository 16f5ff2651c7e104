/**
 * `out[c] += Σₚ xₚ[c] yₚ[c]`: the gradient of one tap of a depthwise filter.
 *
 * @module
 */

import { define } from "./assemble.ts";
import { range, ValueType } from "./code.ts";
import { advance, loopDown, set } from "./instructions.ts";
import { byLanes, FLOATS } from "./lanes.ts";

/**
 * For each `c < width` adds the sum over `p < count` of `x[p][c] * y[p][c]` to
 * `out[c]`. Steps are bytes from one `p` to the next.
 */
export const addLaneProducts = define("addLaneProducts", [
  "x",
  "xStep",
  "y",
  "yStep",
  "count",
  "out",
  "width",
], ({ x, xStep, y, yStep, count, out, width }, local) => {
  const [px, py, p] = range(3).map(() => local(ValueType.i32));
  return byLanes(width, FLOATS, [x, y, out], (lanes) => {
    const sum = local(lanes.type);
    return [
      set(sum, lanes.load(out)),
      set(px, x),
      set(py, y),
      set(p, count),
      loopDown(p, [
        set(
          sum,
          lanes.add(sum, lanes.multiply(lanes.load(px), lanes.load(py))),
        ),
        advance(px, xStep),
        advance(py, yStep),
      ]),
      lanes.store(out, sum),
    ];
  });
});
