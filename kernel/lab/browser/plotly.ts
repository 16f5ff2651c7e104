/**
 * Plotly itself, loaded with the first figure.
 *
 * @module
 */

import { browser, type PageElement } from "./dom.ts";
import type { Figure, Json } from "./figure_json.ts";

/** An element that holds a figure. */
export type PlotlyElement = PageElement & { layout?: Json };

/** What is used of Plotly. */
export interface Plotly {
  react(element: PlotlyElement, figure: Figure): Promise<unknown>;
  purge(element: PageElement): void;
  downloadImage(element: PageElement, options: Json): Promise<unknown>;
  Icons: Record<string, unknown>;
}

let loading: Promise<Plotly> | undefined;

/** Loads Plotly once; the next figure tries again if it failed. */
export function loadPlotly(): Promise<Plotly> {
  return loading ??= new Promise<Plotly>((resolve, reject) => {
    const page = globalThis as unknown as { Plotly?: Plotly };
    const others = page.Plotly;
    const script = browser.document.createElement("script");
    script.src = new URL("./plotly-dist.js", import.meta.url).href;
    script.onload = () => {
      const own = page.Plotly!;
      // Another extension may count on the version it put there.
      if (others) page.Plotly = others;
      resolve(own);
    };
    script.onerror = () => {
      script.remove();
      loading = undefined;
      reject(new Error(`Plotly could not be loaded from ${script.src}`));
    };
    browser.document.head.append(script);
  });
}

/** One object for all, since Plotly starts anew when a setting changes. */
let svgButton: Json | undefined;

/** A button beside Plotly's own for PNG that saves the figure as SVG. */
export function exportSvgButton(Plotly: Plotly): Json {
  return svgButton ??= {
    name: "toSvg",
    title: "Download plot as SVG",
    icon: Plotly.Icons.disk,
    click: (element: PlotlyElement) =>
      Plotly.downloadImage(element, {
        format: "svg",
        filename: "figure",
        width: element.clientWidth,
        height: element.clientHeight,
      }),
  };
}
