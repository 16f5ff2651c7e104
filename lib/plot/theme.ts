/**
 * How every figure looks: colours, axes and margins.
 *
 * The paper is white, also in a dark page: Plotly JSON, SVG and PNG can not
 * follow a notebook's theme alike, and dark ink on its own paper is readable on
 * both.
 *
 * @module
 */

import { requireKind } from "../options/require_kind.ts";
import type { PlotlyObject } from "./figure.ts";
import { FONT_STACK } from "./fonts.ts";

/**
 * Colours that remain distinct to people who see colour differently, the
 * yellow left out as too pale for lines on white.
 *
 * @see Okabe and Ito, "Color Universal Design" (2008); Wong, "Points of view:
 * Color blindness", Nature Methods 8, 441 (2011).
 */
export const PALETTE = [
  "#0072b2",
  "#d55e00",
  "#009e73",
  "#cc79a7",
  "#e69f00",
  "#56b4e9",
  "#000000",
];

/** What may be said in place of a figure's own heading. */
export interface TitleOptions {
  /** The message of the figure, such as "The frozen layer did not move". */
  title?: string;
}

/** The names of {@link TitleOptions}. */
export const TITLE = { title: "text" } as const;

/** Ends of the cividis scale: dark and light are told apart without hue. */
export const DARK = "#00224e";
export const LIGHT = "#fee838";

/** Grey of what is there but not in question. */
export const MUTED = "#999999";

const INK = "#222222";
const GRID = "#e5e5e5";

/** Size of a figure in pixels. */
export const WIDTH = 720;
export const HEIGHT = 400;

/** Text from users in a label; Plotly reads tags and entities in labels. */
export function label(text: string): string {
  requireKind("a figure", "A title or name", text, "text");
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;");
}

/** Characters of an axis's name that fit below a plot, or upright beside it. */
const AXIS_COLUMNS = 60;
export const UPRIGHT_COLUMNS = 36;

/**
 * An axis with a name; margins follow its labels.
 *
 * @param title What it shows, with the unit; a long one takes several lines.
 * @param more Further Plotly settings, which win.
 * @param columns Characters of a line of the title.
 */
export function axis(
  title: string,
  more: PlotlyObject = {},
  columns = AXIS_COLUMNS,
): PlotlyObject {
  return {
    // From the labels, where Plotly's own place runs into long ones.
    title: { text: lines(title, columns).join("<br>"), standoff: 10 },
    automargin: true,
    ticks: "outside",
    tickcolor: INK,
    showline: true,
    linecolor: INK,
    gridcolor: GRID,
    zeroline: false,
    // Plotly would hide labels whose place it can't measure.
    ticklabeloverflow: "allow",
    // Large and small numbers by powers of ten; Plotly writes 1B and 100n.
    ...(more.type !== "log" && { exponentformat: "power", minexponent: 5 }),
    ...more,
  };
}

/** Characters of a heading that fit into a figure's width. */
const TITLE_COLUMNS = 70;

/** Height in pixels of a line of a heading. */
const TITLE_LINE = 21;

/** Text in lines of so many characters; longer words stay whole. */
function lines(text: string, columns: number): string[] {
  const [first, ...words] = text.split(" ");
  const done = [first];
  for (const word of words) {
    const longer = `${done.at(-1)} ${word}`;
    if (longer.length <= columns) done[done.length - 1] = longer;
    else done.push(word);
  }
  return done;
}

function heading(text: string): PlotlyObject {
  return {
    text,
    x: 0,
    xref: "paper",
    xanchor: "left",
    y: 1,
    yref: "container",
    yanchor: "top",
    pad: { t: 12 },
    font: { size: 16 },
  };
}

/**
 * The title with a smaller line under it, and room for both.
 *
 * @param note Left out if empty.
 * @param hasPanelTitles Whether panels have headings, which stand below it;
 * browsers put it lower than the static picture does.
 */
export function subtitled(
  title: string,
  note: string,
  hasPanelTitles = false,
): PlotlyObject {
  if (!note) return {};
  return {
    title: { ...heading(title), subtitle: { text: note, font: { size: 13 } } },
    margin: { l: 12, r: 12, t: hasPanelTitles ? 88 : 76, b: 12 },
  };
}

/**
 * A layout with a title, without axes.
 *
 * @param title Heading of the figure; a long one takes several lines.
 * @param more Further Plotly settings, which win.
 * @param names What stands to the left of the plot, where the heading begins.
 */
export function layout(
  title: string,
  more: PlotlyObject = {},
  names: readonly string[] = [],
): PlotlyObject {
  const longest = Math.max(0, ...names.map(({ length }) => length));
  const rows = lines(title, TITLE_COLUMNS - Math.ceil(0.8 * longest));
  const whole = settings(title, more);
  if (rows.length === 1) return whole;
  const margin = whole.margin as { t: number };
  const room = TITLE_LINE * (rows.length - 1);
  return {
    ...whole,
    title: { ...whole.title as PlotlyObject, text: rows.join("<br>") },
    height: whole.height as number + room,
    margin: { ...margin, t: margin.t + room },
  };
}

function settings(title: string, more: PlotlyObject): PlotlyObject {
  return {
    width: WIDTH,
    height: HEIGHT,
    title: heading(title),
    font: { family: FONT_STACK, size: 13, color: INK },
    colorway: PALETTE,
    paper_bgcolor: "#ffffff",
    plot_bgcolor: "#ffffff",
    margin: { l: 12, r: 12, t: 48, b: 12 },
    ...more,
  };
}

/** Lines of a legend that fit beside a plot of the usual height. */
const LEGEND_LINES = 14;

/** Height in pixels of such a line. */
const LEGEND_LINE = 23;

/** A legend beside the plot, which is as high as so many lines need. */
export function legendBeside(lines: number): PlotlyObject {
  const more = Math.max(0, lines - LEGEND_LINES);
  return { showlegend: true, height: HEIGHT + LEGEND_LINE * more };
}

/** A legend above the plot, for names too long to stand beside it. */
export const LEGEND_ABOVE = {
  showlegend: true,
  legend: { orientation: "h", x: 0, y: 1, yanchor: "bottom" },
  margin: { l: 12, r: 12, t: 76, b: 12 },
};

/** Numbers with five digits: enough to see, short in a notebook's file. */
export function rounded(values: Iterable<number>): number[] {
  return Array.from(values, (value) => Number(value.toPrecision(5)));
}
