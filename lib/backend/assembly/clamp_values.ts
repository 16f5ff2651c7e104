import { define } from "./assemble.ts";
import { ValueType } from "./code.ts";
import { set } from "./instructions.ts";
import { byLanes, FLOATS_IN_LANES } from "./lanes.ts";
import { splatInteger } from "./vector_instructions.ts";

/**
 * Keeps `count` values within `least` and `most`, the bits of two float32; NaN
 * stays.
 */
export const clampValues = define("clampValues", [
  "x",
  "out",
  "count",
  "least",
  "most",
], ({ x, out, count, least, most }, local) => {
  const [low, high] = [0, 1].map(() => local(ValueType.v128));
  return [
    set(low, splatInteger(least)),
    set(high, splatInteger(most)),
    byLanes(count, FLOATS_IN_LANES, [x, out], (lanes) =>
      lanes.store(
        out,
        lanes.least(lanes.greatest(lanes.load(x), low), high),
      )),
  ];
});
