/**
 * A figure in words, for who can't see it.
 *
 * @module
 */

import type { PageElement } from "./dom.ts";
import type { Figure } from "./figure_json.ts";

function titleOf({ layout }: Figure): string {
  const title = layout.title as { text?: unknown } | string | undefined;
  const text = typeof title === "object" ? title?.text : title;
  // Tags of Plotly's labels are no words.
  return typeof text === "string" ? text.replace(/<[^>]*>/g, " ").trim() : "";
}

/**
 * Labels the element with the output's text, which for Thaw's own figures is
 * a summary of what they show, else with the figure's title.
 */
export function describeFigure(
  element: PageElement,
  figure: Figure,
  text: unknown,
): void {
  // Plotly for Python gives the text of its object, which says nothing.
  const words = typeof text === "string" && !text.startsWith("Figure(")
    ? text
    : "";
  element.setAttribute("role", "figure");
  element.setAttribute("aria-label", words || titleOf(figure) || "Figure");
  element.tabIndex = 0;
}
