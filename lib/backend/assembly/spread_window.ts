/**
 * One window of the gradient of average-pooling.
 *
 * @module
 */

import { define } from "./assemble.ts";
import { range, ValueType } from "./code.ts";
import { advance, loopDown, set } from "./instructions.ts";
import { byLanes, FLOATS } from "./lanes.ts";

/**
 * Adds each channel of `dy` to `height * width` pixels from `dx` on. Steps are
 * bytes.
 */
export const addToWindow = define("addToWindow", [
  "dx",
  "dy",
  "height",
  "width",
  "rowStep",
  "pixelStep",
  "channels",
], ({ dx, dy, height, width, rowStep, pixelStep, channels }, local) => {
  const [row, pixel, i, j] = range(4).map(() => local(ValueType.i32));
  return byLanes(channels, FLOATS, [dx, dy], (lanes) => {
    const value = local(lanes.type);
    return [
      set(value, lanes.load(dy)),
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
