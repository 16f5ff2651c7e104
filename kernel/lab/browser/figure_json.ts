/**
 * Figures as they come in an output, and as they are given to Plotly.
 *
 * @module
 */

/** A trace, a layout or a part of them; the names are Plotly's. */
export type Json = Record<string, unknown>;

/** What is drawn. */
export interface Figure {
  data: Json[];
  layout: Json;
  config: Json;
  frames?: Json[];
}

/** Settings that a figure may make itself; others could name servers. */
const CONFIG = ["displayModeBar", "doubleClick", "scrollZoom", "staticPlot"];

/** Least width in pixels; below it an output is cut. */
const LEAST_WIDTH = 240;

/** Least scale at which a figure is shown whole; labels are then 6 pixels high. */
const LEAST_SCALE = 0.5;

function isObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/**
 * Titles as Plotly 3 and later take them, `{ text }`: a text, as in most
 * examples, they leave out without a word.
 */
function withTitles(part: Json): Json {
  return Object.fromEntries(
    Object.entries(part).map(([name, value]) => {
      // Values of the user's own.
      if (name === "meta") return [name, value];
      if (name === "title" && typeof value === "string") {
        return [name, { text: value }];
      }
      return [name, isObject(value) ? withTitles(value) : value];
    }),
  );
}

/** Reads an output. What is missing or of the wrong kind is left empty. */
export function figureOf(output: unknown): Figure {
  const { data, layout, config, frames } = isObject(output) ? output : {};
  const own = isObject(config) ? config : {};
  return {
    data: Array.isArray(data) ? data.filter(isObject).map(withTitles) : [],
    layout: isObject(layout) ? withTitles(layout) : {},
    config: Object.fromEntries(
      CONFIG.filter((name) => name in own).map((name) => [name, own[name]]),
    ),
    ...(Array.isArray(frames) && { frames: frames.filter(isObject) }),
  };
}

/** A size in pixels; Plotly takes none below 10. */
function pixels(size: unknown): number | undefined {
  return typeof size === "number" && size >= 10 ? size : undefined;
}

/** A figure whose size in pixels is known. */
export type SizedFigure = Figure & {
  layout: { width: number; height: number };
};

/**
 * The figure for a place of `width` pixels, with one `uirevision`, by which
 * Plotly keeps zoom and hidden traces when data change.
 *
 * One that sets its width was laid out for it: its title, labels and legend
 * would lie on each other, or be cut, in half of that. It keeps the width, and
 * `shrinkTo()` shows it smaller. One without is drawn as wide as its place.
 *
 * @param buttons More buttons for Plotly's bar; always the same array items.
 */
export function fitted(
  figure: Figure,
  width: number,
  buttons: Json[],
): SizedFigure {
  const { layout } = figure;
  const room = Math.max(width || 720, LEAST_WIDTH);
  const wanted = pixels(layout.width) ?? room;
  return {
    ...figure,
    layout: {
      uirevision: "kept",
      ...layout,
      width: Math.min(wanted, room / LEAST_SCALE),
      height: pixels(layout.height) ?? 450,
    },
    config: {
      displaylogo: false,
      // Plotly 4 has a button that sends the figure's data to a server.
      showSendToCloud: false,
      plotlyServerURL: "",
      // As dense and as named as the SVG that the button beside it saves.
      toImageButtonOptions: { filename: "figure", scale: 2 },
      modeBarButtonsToRemove: ["lasso2d", "select2d"],
      modeBarButtonsToAdd: buttons,
      ...figure.config,
    },
  };
}
