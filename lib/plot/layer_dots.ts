/**
 * One dot per layer on a logarithmic scale, with the value written beside it,
 * so that 0 and 1e-6 are told apart.
 *
 * Dots and not bars: a logarithmic scale has no 0 from which a bar could start,
 * and its length would mean nothing.
 *
 * @see Cleveland and McGill, "Graphical Perception", JASA 79 (1984), 531-554.
 *
 * @module
 */

import { formatNumber } from "../display/table.ts";
import { Figure, type PlotlyObject } from "./figure.ts";
import { shortNames } from "./short_names.ts";
import { axis, label, layout, LEGEND_ABOVE } from "./theme.ts";

/** One dot. */
export interface LayerDot {
  name: string;
  /** At least 0; Infinity stands at the right end, 0 at the left. */
  value: number;
  /** Written beside the dot; the value if not given. */
  text?: string;
  /** Key in {@link LayerDotsOptions.kinds}. */
  kind: string;
}

/** What the dots mean. */
export interface LayerDotsOptions {
  title: string;
  /** Name of the values, with the unit. */
  quantity: string;
  /** Look of each kind; the names stand in a legend if there are several. */
  kinds: Record<string, { color: string; symbol: string }>;
}

/** Powers of ten that frame the values above 0. */
function decades(values: number[]): [number, number] {
  const shown = values.filter((value) => value > 0 && Number.isFinite(value));
  if (shown.length === 0) return [-1, 0];
  const low = Math.floor(Math.log10(Math.min(...shown)));
  const high = Math.ceil(Math.log10(Math.max(...shown)));
  // A decade below, so that the smallest value is told from 0.
  return [low - 1, Math.max(high, low + 1)];
}

function textOf({ value, text }: LayerDot): string {
  return text ?? formatNumber(value);
}

/** The dots of one kind. */
function dotsOf(
  kind: string,
  { color, symbol }: LayerDotsOptions["kinds"][string],
  rows: LayerDot[],
  [low, high]: [low: number, high: number],
): PlotlyObject {
  return {
    type: "scatter",
    mode: "markers+text",
    name: label(kind),
    y: rows.map(({ name }) => label(name)),
    // A value without a logarithm stands at an end, as an empty dot.
    x: rows.map(({ value }) =>
      value === Infinity
        ? 10 ** high
        : value > 0
        ? Number(value.toPrecision(5))
        : 10 ** low
    ),
    text: rows.map(textOf),
    textposition: "middle right",
    cliponaxis: false,
    marker: {
      color,
      size: 10,
      symbol: rows.map(({ value }) =>
        value > 0 && value !== Infinity ? symbol : `${symbol}-open`
      ),
    },
  };
}

/** Draws the dots from the top down, in the order given. */
export function dots(given: LayerDot[], options: LayerDotsOptions): Figure {
  const names = shortNames(given.map(({ name }) => name));
  const rows = given.map((row, at) => ({ ...row, name: names[at] }));
  const { title, quantity, kinds } = options;
  const [low, high] = decades(rows.map(({ value }) => value));
  // Room to the right for the written values, more for longer ones.
  const longest = Math.max(...rows.map((row) => textOf(row).length));
  const room = Math.max(0.18, 0.02 * longest + 0.04);
  // Room to the left for the dots that stand at the end of the scale.
  const range = [low - 0.03 * (high - low), high + room * (high - low)];
  const data = Object.entries(kinds)
    .map(([kind, look]) =>
      [kind, look, rows.filter((row) => row.kind === kind)] as const
    )
    .filter(([, , own]) => own.length > 0)
    .map(([kind, look, own]) => dotsOf(kind, look, own, [low, high]));
  const words = given.map((row) =>
    `${row.name} ${textOf(row)}${data.length > 1 ? ` (${row.kind})` : ""}`
  );
  return new Figure(
    data,
    layout(label(title), {
      height: Math.max(260, 150 + 22 * rows.length),
      xaxis: axis(quantity, {
        type: "log",
        range,
        showgrid: true,
        dtick: Math.max(1, Math.ceil((high - low) / 6)),
        exponentformat: "power",
      }),
      yaxis: axis("layer", {
        categoryorder: "array",
        categoryarray: rows.map(({ name }) => label(name)),
        // From the top down, with half a row above and below.
        range: [rows.length - 0.5, -0.5],
        griddash: "dot",
        dtick: 1,
      }),
      ...(data.length > 1 ? LEGEND_ABOVE : { showlegend: false }),
    }, names),
    `${title}: ${words.join("; ")}`,
  );
}
