/**
 * `out[c] += Σₚ xₚ[c] yₚ[c]`: the gradient of one tap of a depthwise filter.
 *
 * @module
 */

import { define } from "./assemble.ts";
import {
  addLanes,
  addScalars,
  advance,
  type Code,
  integer,
  load,
  loadScalar,
  loopDown,
  loopWhile,
  multiplyLanes,
  multiplyScalars,
  notBelow,
  range,
  set,
  store,
  storeScalar,
  subtract,
  ValueType,
} from "./instructions.ts";

/**
 * `addLaneProducts(x, xStep, y, yStep, count, out, width)`: for each
 * `c < width` adds the sum over `p < count` of `x[p][c] * y[p][c]` to
 * `out[c]`. Steps are bytes from one `p` to the next.
 */
export const addLaneProducts = define("addLaneProducts", 7, (
  [x, xStep, y, yStep, count, out, width],
  local,
) => {
  const [px, py, p] = range(3).map(() => local(ValueType.i32));
  const sum = local(ValueType.v128);
  const one = local(ValueType.f32);
  const walk = (lanes: number, body: Code): Code => [
    set(px, x),
    set(py, y),
    set(p, count),
    loopDown(p, [body, advance(px, xStep), advance(py, yStep)]),
    [x, y].map((pointer) => advance(pointer, integer(4 * lanes))),
  ];
  const next = (lanes: number): Code => [
    advance(out, integer(4 * lanes)),
    set(width, subtract(width, integer(lanes))),
  ];
  return [
    loopWhile(notBelow(width, integer(4)), [
      set(sum, load(out)),
      walk(4, set(sum, addLanes(sum, multiplyLanes(load(px), load(py))))),
      store(out, sum),
      next(4),
    ]),
    loopWhile(width, [
      set(one, loadScalar(out)),
      walk(
        1,
        set(
          one,
          addScalars(one, multiplyScalars(loadScalar(px), loadScalar(py))),
        ),
      ),
      storeScalar(out, one),
      next(1),
    ]),
  ];
});
