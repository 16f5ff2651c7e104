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
import { range, ValueType } from "./code.ts";
import { advance, integer, loopDown, multiply, set } from "./instructions.ts";
import { load, store } from "./vector_instructions.ts";
import { FLOATS } from "./lanes.ts";
import { TALL, tile, WIDE } from "./outer_products.ts";

/** Values in a row of a left panel, and of a right one. */
export const LEFT_PANEL = TALL;
export const RIGHT_PANEL = 4 * WIDE;

/**
 * Adds the product of `x[count][4 * bands]`, transposed, and of `panels` right
 * panels `y[panel][count][8]` to `out[4 * bands][8 * panels]`. Steps are bytes
 * from one row to the next; `panel` is memory for a left panel, `[count][4]`.
 */
export const addPanelProducts = define("addPanelProducts", [
  "x",
  "xStep",
  "panel",
  "y",
  "count",
  "out",
  "outStep",
  "panels",
  "bands",
], ({ x, xStep, panel, y, count, out, outStep, panels, bands }, local) => {
  const [left, from, to, right, target] = range(5).map(() =>
    local(ValueType.i32)
  );
  const walk = {
    x: panel,
    xStep: integer(4 * LEFT_PANEL),
    yStep: integer(4 * RIGHT_PANEL),
    count,
    outStep,
    target,
  };
  return loopDown(bands, [
    set(from, x),
    set(to, panel),
    set(left, count),
    loopDown(left, [
      store(to, load(from)),
      advance(from, xStep),
      advance(to, integer(4 * LEFT_PANEL)),
    ]),
    set(right, y),
    set(target, out),
    set(left, panels),
    loopDown(left, [
      tile(FLOATS[0], TALL, WIDE, right, walk, local),
      advance(target, integer(4 * RIGHT_PANEL)),
      advance(right, multiply(count, integer(4 * RIGHT_PANEL))),
    ]),
    advance(x, integer(4 * LEFT_PANEL)),
    advance(out, multiply(outStep, integer(TALL))),
  ]);
});
