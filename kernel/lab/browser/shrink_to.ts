/**
 * A figure that is wider than its place, shown smaller.
 *
 * @module
 */

import type { PageElement } from "./dom.ts";
import type { SizedFigure } from "./figure_json.ts";

/**
 * Scales the element that Plotly draws in, before it draws: Plotly then finds
 * out where in the figure the mouse is.
 */
export function shrinkTo(
  width: number,
  element: PageElement,
  { layout }: SizedFigure,
): void {
  const scale = Math.min(1, width / layout.width);
  element.style.transformOrigin = "0 0";
  element.style.transform = scale === 1 ? "" : `scale(${scale})`;
  // Else letters are as far apart as whole pixels allow, and labels are longer
  // than the room that was measured for them.
  element.style.textRendering = scale === 1 ? "" : "geometricPrecision";
  // What is scaled takes the room that it took before.
  element.style.height = `${layout.height * scale}px`;
}
