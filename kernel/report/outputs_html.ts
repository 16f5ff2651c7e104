/**
 * A cell's outputs as HTML that runs nothing.
 *
 * @module
 */

import { stripVTControlCharacters } from "node:util";
import type { Output } from "../notebook/outputs.ts";
import { escapeHtml } from "./html.ts";

/** One output. */
export function outputHtml(output: Output): string {
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
      return picture(output.data) ?? page(output.data) ??
        plain(output.data);
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

/** HTML in a frame that may neither run scripts nor reach this page. */
function page(data: Record<string, unknown>): string | undefined {
  const html = data["text/html"];
  if (typeof html !== "string") return undefined;
  const policy = `<meta http-equiv="Content-Security-Policy" ` +
    `content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">`;
  return `<iframe sandbox="" srcdoc="${escapeHtml(policy + html)}"></iframe>`;
}

function plain(data: Record<string, unknown>): string {
  return pre(text(data["text/plain"] ?? data["text/markdown"]), "result");
}

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}

function pre(text: string, name: string): string {
  return text === ""
    ? ""
    : `<pre class="${name}">${
      escapeHtml(stripVTControlCharacters(text))
    }</pre>`;
}
