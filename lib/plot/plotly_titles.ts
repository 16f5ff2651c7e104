/**
 * Titles as Plotly 3 and later take them.
 *
 * @module
 */

import { isRecord } from "../options/is_record.ts";

/** Dates and typed arrays have no titles, and are more than their fields. */
function isPlain(value: unknown): value is Record<string, unknown> {
  return isRecord(value) && Object.getPrototypeOf(value) === Object.prototype;
}

/**
 * A layout whose titles are `{ text }`: a text, `title: "Loss"` as in most
 * examples, Plotly leaves out without a word.
 */
export function plotlyTitles(
  layout: Record<string, unknown>,
): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(layout).map(([name, value]) => {
      // Values of the user's own.
      if (name === "meta") return [name, value];
      if (name === "title" && typeof value === "string") {
        return [name, { text: value }];
      }
      return [name, isPlain(value) ? plotlyTitles(value) : value];
    }),
  );
}
