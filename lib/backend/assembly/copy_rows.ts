/**
 * Rows of floats from one spacing to another: patches of an image, zeros
 * between pixels.
 *
 * @module
 */

import { define } from "./assemble.ts";
import { advance, loopDown, range, set, ValueType } from "./instructions.ts";
import { byLanes, FLOATS } from "./lanes.ts";

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
    byLanes(
      left,
      FLOATS,
      [source, target],
      (lanes) => lanes.store(target, lanes.load(source)),
    ),
    advance(from, fromStep),
    advance(to, toStep),
  ]);
});
