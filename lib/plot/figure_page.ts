/**
 * A figure as one HTML page that needs no network.
 *
 * @module
 */

import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { escapeHtml } from "../display/escape_html.ts";

/** JSON that can stand in a `<script>`. */
function scriptJson(value: unknown): string {
  return JSON.stringify(value).replaceAll("<", "\\u003c");
}

/**
 * The page, Plotly included.
 *
 * @param figure What `JSON.stringify` turns into `{ data, layout }`.
 * @param title The page's title, plain text.
 */
export function figurePage(figure: unknown, title: string): string {
  const file = fileURLToPath(import.meta.resolve("plotly.js-dist"));
  const plotly = readFileSync(file, "utf8").replaceAll(
    "</script",
    "<\\/script",
  );
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>${escapeHtml(title)}</title></head>
<body><div id="figure"></div>
<script>${plotly}</script>
<script>
const figure = ${scriptJson(figure)};
// Without Plotly's button that sends the figure's data to a server.
const config = { showSendToCloud: false, plotlyServerURL: "", displaylogo: false };
Plotly.newPlot("figure", figure.data, figure.layout, config);
</script></body>
</html>
`;
}
