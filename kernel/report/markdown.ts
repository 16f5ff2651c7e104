/**
 * Markdown of strangers as HTML.
 *
 * @module
 */

import MarkdownIt from "markdown-it";

/** HTML in it is shown as text; links lead nowhere that runs code. */
const renderer = new MarkdownIt({ html: false, linkify: false });

/** As HTML that runs nothing. */
export function markdownHtml(text: string): string {
  return renderer.render(text);
}
