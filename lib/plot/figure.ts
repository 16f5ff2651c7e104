/**
 * A Plotly figure that shows itself wherever it comes to stand.
 *
 * Plotly JSON is for front ends with its extension; SVG and PNG are what
 * JupyterLab, GitHub, VS Code and nbconvert show without one; the summary is
 * for terminals and screen readers.
 *
 * @module
 */

import { Buffer } from "node:buffer";
import { escapeHtml } from "../display/escape_html.ts";
import {
  DISPLAY,
  type Displayable,
  INSPECT,
  type MimeBundle,
} from "../display/mime_bundle.ts";
import { figurePage } from "./figure_page.ts";
import { drawPicture, PictureError } from "./picture.ts";
import { plotlyTitles } from "./plotly_titles.ts";

/** A trace, a layout or a part of them; the names are Plotly's. */
export type PlotlyObject = Record<string, unknown>;

/** MIME type of Plotly JSON. */
const PLOTLY_JSON = "application/vnd.plotly.v1+json";

/** Pixels per unit in files, so that print and dense screens stay sharp. */
const FILE_SCALE = 2;

/**
 * Widest an SVG says it is. JupyterLab without Thaw's extension cuts what is
 * wider than its place, which is 592 pixels in a window of 1024 with the
 * file browser open; style rules reach an SVG only where it is part of a page.
 */
const SVG_WIDTH = 580;

/** The SVG at no more than that width; what is in it is scaled. */
function narrowed(svg: string): string {
  return svg.replace(
    / width="(\d+)" height="(\d+)" style=""/,
    (whole, width, height) => {
      if (Number(width) <= SVG_WIDTH) return whole;
      const high = Math.round(Number(height) * SVG_WIDTH / Number(width));
      return ` width="${SVG_WIDTH}" height="${high}" ` +
        `style="max-width:100%;height:auto"`;
    },
  );
}

/** Plotly data and layout, with a line of words that says what it shows. */
export class Figure implements Displayable {
  /**
   * @param data Plotly traces.
   * @param layout Plotly layout.
   * @param summary What the figure shows, as text.
   */
  constructor(
    readonly data: PlotlyObject[],
    readonly layout: PlotlyObject,
    readonly summary: string,
  ) {}

  /**
   * Data and layout as Plotly reads them; typed arrays become arrays, and titles
   * that are texts `{ text }`.
   */
  toJSON(): { data: PlotlyObject[]; layout: PlotlyObject } {
    const plain = JSON.stringify(
      { data: this.data, layout: plotlyTitles(this.layout) },
      (_, value) =>
        ArrayBuffer.isView(value) ? [...value as Uint8Array] : value,
    );
    return JSON.parse(plain);
  }

  /**
   * SVG text.
   *
   * @throws {PictureError} If it can't be drawn here; the message says why.
   */
  async toSvg(): Promise<string> {
    const { svg } = await drawPicture(JSON.stringify(this));
    return this.#labelled(svg);
  }

  /**
   * A PNG file, at two pixels per unit.
   *
   * @throws {PictureError} If it can't be drawn here; the message says why.
   */
  async toPng(): Promise<Uint8Array> {
    const { png } = await drawPicture(JSON.stringify(this), FILE_SCALE);
    return png!;
  }

  /**
   * Writes the figure in the format its name ends with: `.svg`, `.png`,
   * `.json` (Plotly's) or `.html` (one page that needs no network, about 10 MB
   * since it holds Plotly).
   *
   * @throws {RangeError} If the name ends otherwise.
   * @throws {PictureError} If `.svg` or `.png` can't be drawn here.
   */
  async write(path: string | URL): Promise<void> {
    const format = /\.(svg|png|html|json)$/.exec(String(path))?.[1];
    if (format === "svg") await Deno.writeTextFile(path, await this.toSvg());
    else if (format === "png") await Deno.writeFile(path, await this.toPng());
    else if (format === "html") {
      await Deno.writeTextFile(path, figurePage(this, this.summary));
    } else if (format === "json") {
      await Deno.writeTextFile(path, JSON.stringify(this));
    } else {
      throw new RangeError(
        `A figure is written as .svg, .png, .html or .json, got ${path}`,
      );
    }
  }

  /**
   * Plotly JSON, SVG, PNG and text at once; without the means to draw, Plotly
   * JSON and text that says what is missing.
   */
  async [DISPLAY](): Promise<MimeBundle> {
    const json = this.toJSON();
    try {
      const { svg, png } = await drawPicture(JSON.stringify(json), 1);
      return {
        [PLOTLY_JSON]: json,
        "image/svg+xml": this.#labelled(svg),
        "image/png": Buffer.from(png!).toString("base64"),
        "text/plain": this.summary,
      };
    } catch (error) {
      if (!(error instanceof PictureError)) throw error;
      return {
        [PLOTLY_JSON]: json,
        "text/plain": `${this.summary}\n(no static picture: ${error.message})`,
      };
    }
  }

  /**
   * Plotly JSON and text with a picture that is there already, for a state
   * that the next one replaces.
   *
   * @param svg A picture of this state or of an earlier one.
   */
  state(svg?: string): MimeBundle {
    return {
      [PLOTLY_JSON]: this.toJSON(),
      ...(svg && { "image/svg+xml": svg }),
      "text/plain": this.summary,
    };
  }

  [INSPECT](): string {
    return this.summary;
  }

  #labelled(svg: string): string {
    const label = escapeHtml(this.summary);
    return narrowed(svg).replace(
      "<svg ",
      `<svg role="img" aria-label="${label}" `,
    );
  }
}
