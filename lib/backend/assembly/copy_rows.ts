/**
 * Rows of floats from one spacing to another: patches of an image, zeros
 * between pixels.
 *
 * @module
 */

import { define } from "./assemble.ts";
import { type Code, range, ValueType } from "./code.ts";
import { advance, loopDown, set } from "./instructions.ts";
import { byLanes, FLOATS, type Lanes } from "./lanes.ts";

/**
 * Copies `count` rows of `width` float32; steps are bytes from one row to the
 * next.
 */
export const copyRows = spacedRows(
  "copyRows",
  (lanes, source) => lanes.load(source),
);

/** The same, but adds to what is there. */
export const addSpacedRows = spacedRows(
  "addSpacedRows",
  (lanes, source, target) => lanes.add(lanes.load(source), lanes.load(target)),
);

function spacedRows<const Name extends string>(
  name: Name,
  value: (lanes: Lanes, source: Code, target: Code) => Code,
) {
  return define(name, ["from", "fromStep", "to", "toStep", "count", "width"], (
    { from, fromStep, to, toStep, count, width },
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
        (lanes) => lanes.store(target, value(lanes, source, target)),
      ),
      advance(from, fromStep),
      advance(to, toStep),
    ]);
  });
}
