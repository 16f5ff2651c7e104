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
import { FLOATS, FUSED, type Lanes } from "./lanes.ts";
import { TALL } from "./left_panel.ts";
import { wholeTiles, WIDE } from "./tiles.ts";

/** Columns of a left panel, which the loop copies, and of a right one. */
export const LEFT_PANEL = TALL;
export const RIGHT_PANEL = 4 * WIDE;

/**
 * Adds the product of `x[count][4 * bands]`, transposed, and of `panels` right
 * panels `y[panel][count][8]` to `out[4 * bands][8 * panels]`. Steps are bytes
 * from one row to the next.
 */
export const addPanelProducts = panelProducts(FLOATS[0]);
export const addPanelProductsFused = () => panelProducts(FUSED[0]);

function panelProducts(lanes: Lanes) {
  const defined = define(
    "addPanelProducts",
    [
      "x",
      "xStep",
      "y",
      "count",
      "out",
      "outStep",
      "panels",
      "bands",
    ],
    ({ x, xStep, y, count, out, outStep, panels, bands }, local) =>
      loopDown(bands, [
        wholeTiles(lanes, {
          x,
          xStep,
          y,
          count,
          out,
          outStep,
          yStep: integer(4 * RIGHT_PANEL),
          columns: multiply(panels, integer(RIGHT_PANEL)),
          across: multiply(count, integer(4 * RIGHT_PANEL)),
        }, local),
        advance(x, integer(4 * LEFT_PANEL)),
        advance(out, multiply(outStep, integer(TALL))),
      ]),
  );
  return { ...defined, keeps: true };
}
