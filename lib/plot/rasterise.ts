/**
 * Plotly's SVG to PNG, with resvg.
 *
 * @module
 */

import { Resvg } from "@resvg/resvg-js";
import { FONT_FAMILY, fontFiles } from "./fonts.ts";

/** Letters of Hebrew, Arabic and scripts like these. */
const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]/;

/**
 * Draws an SVG picture.
 *
 * resvg knows neither quoted references (a colour bar turned black) nor
 * `image-rendering: pixelated` (the cells of a heatmap blurred), and shifts the
 * first letter alone by the `dy` of a text from right to left; so these are
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
  const isShifted = RIGHT_TO_LEFT.test(respelled);
  const picture = new Resvg(isShifted ? withoutShifts(respelled) : respelled, {
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

/** Texts at the height to which their `dy`, in units of the font, brings them. */
function withoutShifts(svg: string): string {
  let fontSize = 0;
  return svg.replace(/<(?:text|tspan)\b[^>]*>/g, (tag) => {
    // A line of a text has the text's font.
    fontSize = Number(/font-size:\s*([\d.]+)px/.exec(tag)?.[1] ?? fontSize);
    const y = / y="([^"]*)"/.exec(tag)?.[1];
    const shift = / dy="([^"]*)em"/.exec(tag)?.[1];
    if (y === undefined || shift === undefined) return tag;
    return tag.replace(/ dy="[^"]*"/, "")
      .replace(/ y="[^"]*"/, ` y="${Number(y) + Number(shift) * fontSize}"`);
  });
}
