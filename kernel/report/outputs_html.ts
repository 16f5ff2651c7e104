/**
 * A cell's outputs as HTML that runs nothing.
 *
 * @module
 */

import { stripVTControlCharacters } from "node:util";
import type { Output } from "../notebook/outputs.ts";
import { escapeHtml, linesHtml } from "./html.ts";
import { verdictsOf } from "./verdicts.ts";

/**
 * One output.
 *
 * @param isLive Whether a figure's data come with its picture, for
 * `pageScripts()` to draw it.
 */
export function outputHtml(output: Output, isLive = false): string {
  switch (output.output_type) {
    case "stream":
      return pre(output.text, output.name === "stderr" ? "stderr" : "stdout");
    case "error": {
      const text = output.traceback.length > 0
        ? output.traceback.join("\n")
        : `${output.ename}: ${output.evalue}`;
      return pre(text, "error");
    }
    case "display_data":
    case "execute_result":
      return verdictHtml(output) ??
        (isLive ? figure(output.data) : undefined) ??
        picture(output.data) ??
        page(output.data) ?? plain(output.data);
    default:
      return "";
  }
}

/** The picture of a bundle, if it has one; PNG before SVG, whose fonts are those of whoever looks at it. */
export function pictureUrl(data: Record<string, unknown>): string | undefined {
  for (const type of ["image/png", "image/jpeg", "image/gif", "image/webp"]) {
    const bytes = data[type];
    if (typeof bytes === "string") {
      return `data:${type};base64,${bytes.replace(/\s/g, "")}`;
    }
  }
  const svg = data["image/svg+xml"];
  if (typeof svg !== "string") return undefined;
  return `data:image/svg+xml,${encodeURIComponent(svg.toWellFormed())}`;
}

function picture(data: Record<string, unknown>): string | undefined {
  const url = pictureUrl(data);
  if (url === undefined) return undefined;
  const alt = text(data["text/plain"]);
  return `<img src="${escapeHtml(url)}" alt="${escapeHtml(alt)}">`;
}

const PLOTLY_JSON = "application/vnd.plotly.v1+json";

/** A figure's picture, and its data, which are not a script that runs. */
function figure(data: Record<string, unknown>): string | undefined {
  const json = data[PLOTLY_JSON];
  if (typeof json !== "object" || json === null) return undefined;
  const text = JSON.stringify(json).replaceAll("<", "\\u003c");
  return `<div class="live-figure">${picture(data) ?? plain(data)}` +
    `<script type="application/json">${text}</script></div>`;
}

/** A verdict as a line of its own, which needs no frame. */
function verdictHtml(output: Output): string | undefined {
  const [verdict, ...more] = verdictsOf(output);
  if (verdict === undefined || more.length > 0) return undefined;
  const { claim, says, measured } = verdict;
  return `<p class="verdict">${escapeHtml(claim)}: <b>${escapeHtml(says)}</b>` +
    `<br>${escapeHtml(measured)}</p>`;
}

/** A frame has a page of its own; the same scheme lets the theme through. */
const FRAME_STYLE = "<style>:root { color-scheme: light dark } " +
  "body { font: 14px/1.4 sans-serif; margin: 8px } " +
  "table { border-collapse: collapse } " +
  // To the right, as in JupyterLab, where a cell does not say otherwise.
  "td, th { padding: 2px 10px; vertical-align: top; text-align: right } " +
  "th { white-space: nowrap }</style>";

/** Height in ems of a page's text, of which a line holds some 110 letters. */
function textHeight(plain: string): number {
  const lines = plain.split("\n")
    .reduce((sum, line) => sum + 1 + Math.floor(line.length / 110), 0);
  return 4 + 1.6 * lines;
}

/** Height in ems of a table by its rows, with what stands under it. */
function tableHeight(html: string): number | undefined {
  const rows = html.match(/<tr\b/g)?.length;
  const others = html.match(/<(p|br|li|h\d|div)\b/g)?.length ?? 0;
  return rows && 3 + 1.55 * rows + 2.5 * others;
}

/** HTML in a frame that may neither run scripts nor reach this page. */
function page(data: Record<string, unknown>): string | undefined {
  const html = data["text/html"];
  if (typeof html !== "string") return undefined;
  const policy = `<meta http-equiv="Content-Security-Policy" ` +
    `content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">`;
  const height = Math.min(
    45,
    tableHeight(html) ?? textHeight(text(data["text/plain"])),
  );
  return `<iframe sandbox="" title="Output as HTML" ` +
    `style="height: ${height.toFixed(1)}em" srcdoc="${
      escapeHtml(policy + FRAME_STYLE + html)
    }"></iframe>`;
}

function plain(data: Record<string, unknown>): string {
  return pre(text(data["text/plain"] ?? data["text/markdown"]), "result");
}

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}

function pre(text: string, name: string): string {
  return text === "" ? "" : linesHtml(stripVTControlCharacters(text), name);
}
