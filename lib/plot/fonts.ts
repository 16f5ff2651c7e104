/**
 * The one font of every figure, from a package: text is measured and drawn
 * with it on each machine alike, and no font of the system is asked.
 *
 * @module
 */

import { fileURLToPath } from "node:url";

/** Family name in the font files. */
export const FONT_FAMILY = "DejaVu Sans";

/**
 * Fonts for SVG in a browser that lacks {@link FONT_FAMILY}. Verdana and
 * DejaVu Sans (through Bitstream Vera) are nearly equal in width.
 */
export const FONT_STACK = `${FONT_FAMILY}, Verdana, Geneva, sans-serif`;

/** Paths of the regular, bold and oblique files. */
export function fontFiles(): string[] {
  return ["DejaVuSans", "DejaVuSans-Bold", "DejaVuSans-Oblique"].map((name) =>
    fileURLToPath(import.meta.resolve(`dejavu-fonts-ttf/ttf/${name}.ttf`))
  );
}
