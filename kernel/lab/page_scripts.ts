/**
 * The extension's renderer for pages that stand alone: Plotly, and one small
 * module that draws each figure in place of its picture.
 *
 * @module
 */

import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { emitted, plotlyFile } from "./browser_code.ts";

/** In the order in which they need each other; none has a name of another's. */
const MODULES = [
  "dom.ts",
  "figure_json.ts",
  "figure_text.ts",
  "plotly.ts",
  "shrink_to.ts",
  "theme.ts",
  "page_figures.ts",
];

/** A script's text as it may stand in HTML. */
function inHtml(script: string): string {
  return script.replaceAll("\r\n", "\n").replaceAll("</script", "<\\/script");
}

/** The modules as one: a page that stands alone has none to import. */
function joined(): string {
  return MODULES.map((name) =>
    emitted(name, false)
      .replace(/^import [^;]*;\n/gm, "")
      .replace(/^export /gm, "")
  ).join("");
}

/** Scripts of a page, and what its policy says of them. */
export interface PageScripts {
  html: string;
  /** Sources for `script-src`: these scripts and no other. */
  sources: string;
}

/** Plotly and the module, about 10 MB. */
export function pageScripts(): PageScripts {
  const plotly = inHtml(readFileSync(plotlyFile(), "utf8"));
  const module = inHtml(joined());
  const hash = (text: string) =>
    `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
  return {
    html: `<script>${plotly}</script>\n` +
      `<script type="module">${module}</script>`,
    sources: `${hash(plotly)} ${hash(module)}`,
  };
}
