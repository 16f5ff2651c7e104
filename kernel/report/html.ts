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

/** A text as XML 1.0 that says it, without what XML can't say. */
export function escapeXml(text: string): string {
  return escapeHtml(
    stripVTControlCharacters(text).toWellFormed()
      // deno-lint-ignore no-control-regex -- these no XML may hold.
      .replace(/[\0-\x08\v\f\x0e-\x1f\ufffe\uffff]/g, "\ufffd"),
  );
}
