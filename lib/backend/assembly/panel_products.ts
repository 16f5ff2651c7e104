/**
 * Outer products of panels: matrices laid out as the loop reads them.
 *
 * Where a matrix's rows are a power of two apart, all of its column falls into
 * one set of the cache. Panels are dense, so they stay cached whatever the
 * matrix's width.
 *
 * @see Goto, van de Geijn, "Anatomy of High-Performance Matrix
 * Multiplication", ACM TOMS 34 (2008), article 12.
 * @module
 */

import { define } from "./assemble.ts";
import { advance, integer, loopDown, multiply } from "./instructions.ts";
import { FLOATS } from "./lanes.ts";
import { TALL, tile, WIDE } from "./outer_products.ts";

/** Values in a row of a left panel, and of a right one. */
export const LEFT_PANEL = TALL;
export const RIGHT_PANEL = 4 * WIDE;

/**
 * `addPanelProducts(x, y, count, out, outStep, panels)`: adds the product of a
 * left panel `x[count][4]`, transposed, and of `panels` right ones
 * `y[panel][count][8]` to `out[4][8 * panels]`, whose rows are `outStep` bytes
 * apart.
 */
export const addPanelProducts = define("addPanelProducts", 6, (
  [x, y, count, out, outStep, panels],
  local,
) => {
  const walk = {
    x,
    xStep: integer(4 * LEFT_PANEL),
    yStep: integer(4 * RIGHT_PANEL),
    count,
    outStep,
    target: out,
  };
  return loopDown(panels, [
    tile(FLOATS[0], TALL, WIDE, y, walk, local),
    advance(out, integer(4 * RIGHT_PANEL)),
    advance(y, multiply(count, integer(4 * RIGHT_PANEL))),
  ]);
});
