/**
 * Text from users (layer names, file names, words of a review) in HTML.
 *
 * @module
 */

import { requireKind } from "../options/require_kind.ts";

const ENTITIES: Record<string, string> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/**
 * Text as HTML that shows exactly that text, in content and in attributes.
 *
 * ```ts ignore
 * import { escapeHtml } from "thaw";
 *
 * escapeHtml('a < "b"'); // a &lt; &quot;b&quot;
 * ```
 */
export function escapeHtml(text: string): string {
  requireKind("escapeHtml", "text", text, "text");
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character]);
}
