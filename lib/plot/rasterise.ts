/**
 * Plotly's SVG to PNG, with resvg.
 *
 * @module
 */

import { Resvg } from "@resvg/resvg-js";
import { FONT_FAMILY, fontFiles } from "./fonts.ts";

/**
 * Draws an SVG picture.
 *
 * resvg knows neither quoted references (a colour bar turned black) nor
 * `image-rendering: pixelated` (the cells of a heatmap blurred), so both are
 * respelled first.
 *
 * @param svg SVG text as Plotly writes it.
 * @param scale Pixels per SVG unit.
 * @returns A PNG file.
 */
export function rasterise(svg: string, scale: number): Uint8Array {
  const respelled = svg
    .replace(/url\((?:'|&quot;)([^'&]*)(?:'|&quot;)\)/g, "url($1)")
    .replace(/image-rendering:\s*pixelated/g, "image-rendering: optimizeSpeed");
  const picture = new Resvg(respelled, {
    fitTo: { mode: "zoom", value: scale },
    font: {
      loadSystemFonts: false,
      fontFiles: fontFiles(),
      defaultFontFamily: FONT_FAMILY,
      sansSerifFamily: FONT_FAMILY,
    },
  });
  return new Uint8Array(picture.render().asPng());
}
