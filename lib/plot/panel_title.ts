/**
 * The headings of the panels of a figure, one for each pair of axes.
 *
 * @module
 */

import type { PlotlyObject } from "./figure.ts";
import { shortName } from "./short_names.ts";
import { label } from "./theme.ts";

/** In pixels, of most letters at the size of a heading. */
const LETTER_WIDTH = 6.5;

/** What Plotly adds to `x` and `y` for the axes of a panel, from 0. */
export function panelSuffix(index: number): string {
  return index === 0 ? "" : String(index + 1);
}

/**
 * A heading above a panel, without its middle where it would reach into the
 * next one's.
 *
 * @param width Of the panel, in pixels.
 */
export function panelTitle(
  text: string,
  suffix: string,
  align: "left" | "center",
  width: number,
): PlotlyObject {
  const longest = Math.max(3, Math.floor(width / LETTER_WIDTH));
  return {
    text: label(shortName(text, longest)),
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
