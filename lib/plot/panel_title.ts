/**
 * The headings of the panels of a figure, one for each pair of axes.
 *
 * @module
 */

import type { PlotlyObject } from "./figure.ts";
import { label } from "./theme.ts";

/** What Plotly adds to `x` and `y` for the axes of a panel, from 0. */
export function panelSuffix(index: number): string {
  return index === 0 ? "" : String(index + 1);
}

/** A heading above a panel. */
export function panelTitle(
  text: string,
  suffix: string,
  align: "left" | "center",
): PlotlyObject {
  return {
    text: label(text),
    xref: `x${suffix} domain`,
    yref: `y${suffix} domain`,
    x: align === "left" ? 0 : 0.5,
    y: 1,
    xanchor: align,
    yanchor: "bottom",
    showarrow: false,
    font: { size: 11 },
  };
}
