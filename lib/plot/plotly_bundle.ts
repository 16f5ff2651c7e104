/**
 * Plotly's code: all of it, or the part that draws most figures and loads in a
 * third of the time.
 *
 * @module
 */

import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** The package of a part of Plotly. */
export type PlotlyBundle = "plotly.js-dist" | "plotly.js-cartesian-dist-min";

/** Traces of the small bundle. */
const SMALL = [
  "bar",
  "box",
  "contour",
  "heatmap",
  "histogram",
  "histogram2d",
  "image",
  "pie",
  "scatter",
  "violin",
];

/** Traces that would be missing in a picture, without a word. */
const WEBGL =
  /^(\w*gl|\w*3d|cone|isosurface|parcoords|splom|streamtube|surface|volume)$/;

/** Traces that lie on a map from a server of Plotly or of others. */
const MAPS = /^(scattergeo|choropleth|(scatter|choropleth|density)map(box)?)$/;

/**
 * The smallest bundle that has all that a figure needs.
 *
 * @param figure `{ data, layout }` as JSON.
 * @throws {RangeError} If only a browser can draw it.
 */
export function bundleFor(figure: string): PlotlyBundle {
  const { data = [] } = JSON.parse(figure) as {
    data?: ({ type?: string } | null)[];
  };
  const types = data.map((trace) => trace?.type ?? "scatter");
  const webgl = types.find((type) => WEBGL.test(type));
  if (webgl) {
    throw new RangeError(`${webgl} needs WebGL, so a browser draws it`);
  }
  const map = types.find((type) => MAPS.test(type));
  if (map) {
    throw new RangeError(`${map} needs a map from the network, for a browser`);
  }
  // Other calendars than the Gregorian are part of the large one alone.
  return types.every((type) => SMALL.includes(type)) &&
      !/calendar":/.test(figure)
    ? "plotly.js-cartesian-dist-min"
    : "plotly.js-dist";
}

/** What is used of Plotly. */
export interface Plotly {
  toImage(figure: unknown, options: { format: "svg" }): Promise<string>;
}

/**
 * Runs a bundle as a script of a page.
 *
 * @param globals What it finds under the names of a browser's globals.
 */
export function loadBundle(
  bundle: PlotlyBundle,
  globals: Record<string, unknown>,
): Plotly {
  const file = fileURLToPath(import.meta.resolve(bundle));
  const module = { exports: {} };
  const given = { ...globals, module };
  new Function(...Object.keys(given), readFileSync(file, "utf8"))(
    ...Object.values(given),
  );
  return module.exports as Plotly;
}
