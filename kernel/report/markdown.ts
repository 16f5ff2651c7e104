/**
 * Markdown of strangers as HTML.
 *
 * @module
 */

import MarkdownIt from "markdown-it";

/** HTML in it is shown as text; links lead nowhere that runs code. */
const renderer = new MarkdownIt({ html: false, linkify: false });

/** As HTML that runs nothing; folded blocks, `<details>`, stay folded. */
export function markdownHtml(text: string): string {
  return folded(renderer.render(text));
}

const OPENING =
  /<p>&lt;details&gt;\s*&lt;summary&gt;(.*?)&lt;\/summary&gt;<\/p>/g;
const CLOSING = /<p>&lt;\/details&gt;<\/p>/g;

/** The two tags without attributes, where as many close as open. */
function folded(html: string): string {
  const counts = [OPENING, CLOSING].map((tag) => html.match(tag)?.length ?? 0);
  if (counts[0] !== counts[1]) return html;
  return html.replace(OPENING, "<details><summary>$1</summary>")
    .replace(CLOSING, "</details>");
}
