/**
 * One horizontal bar per layer on a logarithmic scale, with the value written
 * beside it, so that 0 and 1e-6 are told apart.
 *
 * @module
 */

import { formatNumber } from "../display/table.ts";
import { Figure, type PlotlyObject } from "./figure.ts";
import { axis, label, layout, LEGEND_ABOVE } from "./theme.ts";

/** One bar. */
export interface LayerBar {
  name: string;
  /** At least 0; Infinity has the longest bar. */
  value: number;
  /** Written beside the bar; the value if not given. */
  text?: string;
  /** Key in {@link LayerBarsOptions.kinds}. */
  kind: string;
}

/** What the bars mean. */
export interface LayerBarsOptions {
  title: string;
  /** Name of the values, with the unit. */
  quantity: string;
  /** Colour of each kind; the names stand in a legend if there are several. */
  kinds: Record<string, string>;
}

/** Powers of ten that frame the values above 0. */
function decades(values: number[]): [number, number] {
  const shown = values.filter((value) => value > 0 && Number.isFinite(value));
  if (shown.length === 0) return [-1, 0];
  const low = Math.floor(Math.log10(Math.min(...shown)));
  const high = Math.ceil(Math.log10(Math.max(...shown)));
  // A decade below, where the smallest value has a bar to be seen.
  return [low - 1, Math.max(high, low + 1)];
}

function textOf({ value, text }: LayerBar): string {
  return text ?? formatNumber(value);
}

/** Draws the bars from the top down, in the order given. */
export function bars(rows: LayerBar[], options: LayerBarsOptions): Figure {
  const { title, quantity, kinds } = options;
  const [low, high] = decades(rows.map(({ value }) => value));
  // Room to the right for the written values, more for longer ones.
  const longest = Math.max(...rows.map((row) => textOf(row).length));
  const room = Math.max(0.18, 0.02 * longest + 0.04);
  const range = [low, high + room * (high - low)];
  const data = Object.entries(kinds).flatMap(
    ([kind, color]): PlotlyObject[] => {
      const own = rows.filter((row) => row.kind === kind);
      if (own.length === 0) return [];
      return [{
        type: "bar",
        orientation: "h",
        name: label(kind),
        y: own.map(({ name }) => label(name)),
        // Bars start at the left end; what has no logarithm has no bar.
        x: own.map(({ value }) =>
          value === Infinity
            ? 10 ** high
            : value > 0
            ? Number(value.toPrecision(5))
            : 10 ** low
        ),
        text: own.map(textOf),
        textposition: "outside",
        textangle: 0,
        cliponaxis: false,
        marker: { color },
      }];
    },
  );
  const words = rows.map((row) =>
    `${row.name} ${textOf(row)}${data.length > 1 ? ` (${row.kind})` : ""}`
  );
  return new Figure(
    data,
    layout(title, {
      height: Math.max(260, 150 + 22 * rows.length),
      xaxis: axis(quantity, {
        type: "log",
        range,
        dtick: Math.max(1, Math.ceil((high - low) / 8)),
        exponentformat: "power",
      }),
      yaxis: axis("layer", {
        categoryorder: "array",
        categoryarray: rows.map(({ name }) => label(name)),
        autorange: "reversed",
        showgrid: false,
        dtick: 1,
      }),
      bargap: 0.35,
      barmode: "overlay",
      ...(data.length > 1 ? LEGEND_ABOVE : { showlegend: false }),
    }),
    `${title}: ${words.join("; ")}`,
  );
}
