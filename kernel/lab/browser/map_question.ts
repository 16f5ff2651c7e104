/**
 * Maps, which Plotly fetches from the network: a notebook that somebody else
 * wrote shall not have its reader's browser ask a server unless they want that.
 *
 * @module
 */

import { browser, type PageElement } from "./dom.ts";
import type { Figure } from "./figure_json.ts";

/** Traces that lie on a map. */
const MAPS = /^(scattergeo|choropleth|(scatter|choropleth|density)map(box)?)$/;

/** Whether the figure is drawn on a map from the network. */
export function isMap({ data }: Figure): boolean {
  return data.some(({ type }) => MAPS.test(String(type)));
}

/** Asks in the place of the figure, and calls `load` when told so. */
export function askForMap(place: PageElement, load: () => void): void {
  const button = browser.document.createElement("button");
  button.textContent = "Load the map";
  button.onclick = load;
  place.textContent = "This figure is a map, which Plotly loads from " +
    "cdn.plot.ly or from the server that its style names. ";
  place.append(button);
}
