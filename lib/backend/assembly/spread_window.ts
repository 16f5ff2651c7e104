/**
 * One window of the gradient of average-pooling.
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
  notBelow,
  range,
  set,
  store,
  storeScalar,
  subtract,
  ValueType,
} from "./instructions.ts";

/**
 * `addToWindow(dx, dy, height, width, rowStep, pixelStep, channels)`: adds each
 * channel of `dy` to `height * width` pixels from `dx` on. Steps are bytes.
 */
export const addToWindow = define("addToWindow", 7, (
  [dx, dy, height, width, rowStep, pixelStep, channels],
  local,
) => {
  const [row, pixel, i, j] = range(4).map(() => local(ValueType.i32));
  const value = local(ValueType.v128);
  const one = local(ValueType.f32);
  const visit = (lanes: number, body: Code): Code => [
    set(row, dx),
    set(i, height),
    loopDown(i, [
      set(pixel, row),
      set(j, width),
      loopDown(j, [body, advance(pixel, pixelStep)]),
      advance(row, rowStep),
    ]),
    [dx, dy].map((pointer) => advance(pointer, integer(4 * lanes))),
    set(channels, subtract(channels, integer(lanes))),
  ];
  return [
    loopWhile(notBelow(channels, integer(4)), [
      set(value, load(dy)),
      visit(4, store(pixel, addLanes(load(pixel), value))),
    ]),
    loopWhile(channels, [
      set(one, loadScalar(dy)),
      visit(1, storeScalar(pixel, addScalars(loadScalar(pixel), one))),
    ]),
  ];
});
