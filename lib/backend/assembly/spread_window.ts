/**
 * One window of the gradient of average-pooling.
 *
 * @module
 */

import { define } from "./assemble.ts";
import { range, ValueType } from "./code.ts";
import { advance, loopDown, set } from "./instructions.ts";
import { byLanes, FLOATS_IN_LANES } from "./lanes.ts";
import { divideLanes } from "./vector_instructions.ts";

/**
 * Adds each channel of `dy`, divided by `size`, to `height * width` pixels from
 * `dx` on. Steps are bytes; `size` is the bits of a float32.
 */
export const addToWindow = define("addToWindow", [
  "dx",
  "dy",
  "size",
  "height",
  "width",
  "rowStep",
  "pixelStep",
  "channels",
], ({ dx, dy, size, height, width, rowStep, pixelStep, channels }, local) => {
  const [row, pixel, i, j] = range(4).map(() => local(ValueType.i32));
  return byLanes(channels, FLOATS_IN_LANES, [dx, dy], (lanes) => {
    const value = local(lanes.type);
    return [
      set(value, divideLanes(lanes.load(dy), lanes.ofBits(size))),
      set(row, dx),
      set(i, height),
      loopDown(i, [
        set(pixel, row),
        set(j, width),
        loopDown(j, [
          lanes.store(pixel, lanes.add(lanes.load(pixel), value)),
          advance(pixel, pixelStep),
        ]),
        advance(row, rowStep),
      ]),
    ];
  });
});
