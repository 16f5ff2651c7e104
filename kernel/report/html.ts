/**
 * Text of strangers in HTML and XML.
 *
 * @module
 */

import { stripVTControlCharacters } from "node:util";

/** A text as HTML that shows it. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`);
}

/** Columns that a page has room for where it is as wide as it gets. */
const ROOM = 100;

/**
 * Lines as they are. Where they may have to scroll, who has no mouse can get
 * there and scroll by keys.
 *
 * @param html The lines as HTML; `text` shown, unless given.
 */
export function linesHtml(
  text: string,
  className: string,
  html = escapeHtml(text),
): string {
  const isWide = text.split("\n").some(({ length }) => length > ROOM);
  return `<pre class="${className}"${
    isWide ? ' tabindex="0"' : ""
  }>${html}</pre>`;
}

/** A text as XML 1.0 that says it, without what XML can't say. */
export function escapeXml(text: string): string {
  return escapeHtml(
    stripVTControlCharacters(text).toWellFormed()
      // deno-lint-ignore no-control-regex -- these no XML may hold.
      .replace(/[\0-\x08\v\f\x0e-\x1f\ufffe\uffff]/g, "\ufffd"),
  );
}
