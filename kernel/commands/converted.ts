/**
 * A notebook in the format that a file's name asks for.
 *
 * @module
 */

import { basename } from "node:path";
import { commentOf, isMarkdown } from "../convert/other_formats.ts";
import { markdownText, type Picture } from "../convert/markdown.ts";
import { percentText } from "../convert/percent.ts";
import type { Notebook } from "../notebook/notebook.ts";
import { notebookText } from "../notebook/notebook_text.ts";
import { escapeHtml } from "../report/html.ts";
import { cellsHtml, htmlPage, titleOf } from "../report/page.ts";

/** The text of a file of this name, and the pictures that it refers to. */
export function converted(
  notebook: Notebook,
  output: string,
  isLive: boolean,
): { text: string; pictures: Picture[] } {
  const comment = commentOf(output);
  if (comment !== undefined) {
    return { text: percentText(notebook, comment), pictures: [] };
  }
  if (isMarkdown(output)) {
    return markdownText(notebook, basename(output).replace(/\.md$/, "_files"));
  }
  if (!output.endsWith(".html")) {
    return { text: notebookText(notebook), pictures: [] };
  }
  const title = titleOf(notebook);
  const heading = title === undefined ? "" : `<h1>${escapeHtml(title)}</h1>`;
  const body = `${heading}\n${cellsHtml(notebook, undefined, isLive)}`;
  const text = htmlPage(title ?? basename(output, ".html"), body, isLive);
  return { text, pictures: [] };
}
