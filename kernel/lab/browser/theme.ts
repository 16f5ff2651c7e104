/**
 * The colours of a figure in a page that may be dark.
 *
 * Thaw's figures carry their colours for white paper, so that they look alike
 * everywhere; here ink, grid and paper are exchanged for the page's. A figure
 * that sets its own paper is left as it is.
 *
 * @module
 */

import { browser } from "./dom.ts";
import type { Figure, Json } from "./figure_json.ts";

/** Colours of a page. */
export interface PageTheme {
  isDark: boolean;
  paper: string;
  ink: string;
  grid: string;
}

/** What `lib/plot/theme.ts` gives each figure. */
const THAW = { paper: "#ffffff", ink: "#222222", grid: "#e5e5e5" };

/** The theme of the page this runs in, as JupyterLab names its colours. */
export function pageTheme(): PageTheme {
  const { body } = browser.document;
  const style = browser.getComputedStyle(body);
  const colour = (name: string, fallback: string) =>
    style.getPropertyValue(name).trim() || fallback;
  const isDark = body.dataset.jpThemeLight === "false";
  return {
    isDark,
    paper: colour("--jp-layout-color0", isDark ? "#111111" : "#ffffff"),
    ink: isDark ? "#e0e0e0" : THAW.ink,
    grid: isDark ? "#424242" : THAW.grid,
  };
}

/** Exchanges whole values, at any depth. */
function exchanged(value: unknown, colours: Record<string, string>): unknown {
  if (typeof value === "string") return colours[value] ?? value;
  if (Array.isArray(value)) {
    // Most of a figure are numbers of traces, which hold no colours.
    return typeof value[0] === "number"
      ? value
      : value.map((item) => exchanged(item, colours));
  }
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, part]) => [
      name,
      exchanged(part, colours),
    ]),
  );
}

/** Defaults for a figure without colours of its own. */
function template({ paper, ink, grid }: PageTheme): Json {
  const axis = { gridcolor: grid, linecolor: ink, zerolinecolor: grid };
  const scene = { ...axis, backgroundcolor: paper };
  return {
    layout: {
      paper_bgcolor: paper,
      plot_bgcolor: paper,
      font: { color: ink },
      xaxis: axis,
      yaxis: axis,
      scene: { xaxis: scene, yaxis: scene, zaxis: scene },
    },
  };
}

/** The figure in the colours of the page. */
export function themed(figure: Figure, theme: PageTheme): Figure {
  const { layout } = figure;
  const font = layout.font as { color?: unknown } | undefined;
  if (layout.paper_bgcolor === THAW.paper && font?.color === THAW.ink) {
    const colours = {
      [THAW.paper]: theme.paper,
      [THAW.ink]: theme.ink,
      [THAW.grid]: theme.grid,
      // The palette's black and its dark blue.
      ...(theme.isDark && { "#000000": theme.ink, "#0072b2": "#3d9fe0" }),
    };
    return exchanged(figure, colours) as Figure;
  }
  if (!theme.isDark || layout.paper_bgcolor || layout.template) return figure;
  return { ...figure, layout: { ...layout, template: template(theme) } };
}
