/**
 * Rows of floats from one spacing to another: patches of an image, zeros
 * between pixels.
 *
 * @module
 */

import { define } from "./assemble.ts";
import {
  advance,
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
 * `copyRows(from, fromStep, to, toStep, count, width)`: copies `count` rows of
 * `width` float32; steps are bytes from one row to the next.
 */
export const copyRows = define("copyRows", 6, (
  [from, fromStep, to, toStep, count, width],
  local,
) => {
  const [left, source, target] = range(3).map(() => local(ValueType.i32));
  return loopDown(count, [
    set(source, from),
    set(target, to),
    set(left, width),
    loopWhile(notBelow(left, integer(4)), [
      store(target, load(source)),
      [source, target].map((pointer) => advance(pointer, integer(16))),
      set(left, subtract(left, integer(4))),
    ]),
    loopDown(left, [
      storeScalar(target, loadScalar(source)),
      [source, target].map((pointer) => advance(pointer, integer(4))),
    ]),
    advance(from, fromStep),
    advance(to, toStep),
  ]);
});
