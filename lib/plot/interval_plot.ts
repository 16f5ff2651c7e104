/**
 * Numbers with their intervals, one above the other, beside a line that says
 * what would be nothing.
 *
 * @module
 */

import { requireKind } from "../options/require_kind.ts";
import { checkOptions } from "../options/check_options.ts";
import { Figure, type PlotlyObject } from "./figure.ts";
import { shortNames } from "./short_names.ts";
import {
  axis,
  label,
  layout,
  MUTED,
  PALETTE,
  rounded,
  WIDTH,
} from "./theme.ts";

/** A number and how far it can be trusted. */
export interface IntervalLike {
  readonly low: number;
  readonly high: number;
  /** The number itself; the middle unless given. */
  readonly value?: number;
}

/** How the plot is labelled. */
export interface IntervalPlotOptions {
  title: string;
  /** What the numbers are, with the unit. */
  xTitle: string;
  /** Where a dashed line stands, such as 0 for differences; none unless given. */
  reference?: number;
}

/** Pixels of a row. */
const ROW = 34;

/** Pixels of most letters of a row's name, and of the axis's. */
const NAME_LETTER = 8;
const TITLE_LETTER = 9;

/** Characters of a line of the axis's name where the rows' names leave no room. */
const LEAST_COLUMNS = 20;

/**
 * Draws a point with its interval for each name, the first at the top.
 *
 * @throws {RangeError} If there is nothing to draw or an end is no number.
 */
export function intervalPlot(
  intervals: Readonly<Record<string, IntervalLike>>,
  options: IntervalPlotOptions,
): Figure {
  requireKind("intervalPlot", "intervals", intervals, "object");
  requireKind("intervalPlot", "options", options, "object");
  checkOptions("intervalPlot", options, {
    title: true,
    xTitle: true,
    reference: true,
  });
  const { title, xTitle, reference } = options;
  requireKind("intervalPlot", "title", title, "text");
  const names = Object.keys(intervals);
  const rows = names.map((name) => {
    const { low, high } = intervals[name];
    const value = intervals[name].value ?? (low + high) / 2;
    if (![low, high, value].every(Number.isFinite)) {
      throw new RangeError(`${name} has no interval: ${low} to ${high}`);
    }
    return { low, high, value };
  });
  if (rows.length === 0) throw new RangeError("There is no interval to draw");
  const shown = shortNames(names);
  const data = {
    type: "scatter",
    mode: "markers",
    x: rounded(rows.map(({ value }) => value)),
    y: shown.map(label),
    error_x: {
      type: "data",
      symmetric: false,
      array: rounded(rows.map(({ value, high }) => high - value)),
      arrayminus: rounded(rows.map(({ value, low }) => value - low)),
      color: PALETTE[0],
      thickness: 2.5,
      width: 7,
    },
    marker: { size: 11, color: PALETTE[0] },
  };
  const said = rows.map(({ low, high, value }, i) =>
    `${names[i]} ${short(value)} (${short(low)} to ${short(high)})`
  );
  return new Figure(
    [data],
    layout(label(title), {
      xaxis: axis(label(xTitle), {}, columnsBeside(shown)),
      yaxis: axis("", { autorange: "reversed", type: "category" }),
      height: 110 + ROW * rows.length,
      shapes: reference === undefined ? [] : [referenceLine(reference)],
    }, shown),
    `${title}, ${xTitle}: ${said.join("; ")}`,
  );
}

/** Characters that fit below a plot with such names to its left. */
function columnsBeside(names: readonly string[]): number {
  const longest = Math.max(...names.map(({ length }) => length));
  const left = WIDTH - longest * NAME_LETTER;
  return Math.max(LEAST_COLUMNS, Math.floor(left / TITLE_LETTER));
}

function referenceLine(at: number): PlotlyObject {
  const line = { color: MUTED, dash: "dash", width: 2 };
  return { type: "line", x0: at, x1: at, y0: 0, y1: 1, yref: "paper", line };
}

function short(value: number): string {
  return String(Number(value.toPrecision(3)));
}
