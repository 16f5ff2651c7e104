/**
 * Plotly in a window without a browser: jsdom for the document, a native
 * canvas for heatmaps and for the widths of text.
 *
 * It draws a figure as the SVG that Plotly gives; `rasterise.ts` makes pixels
 * of it. Loading takes half a second, so it is loaded in the render worker.
 *
 * @module
 */

import { type Canvas, createCanvas, GlobalFonts } from "@napi-rs/canvas";
import { JSDOM } from "jsdom";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { fontFiles } from "./fonts.ts";
import {
  type MeasureText,
  type SvgNode,
  type TextBox,
  textBox,
  textBoxOnPage,
  textWidth,
} from "./text_box.ts";

/** A name of our own, so that no font of the system is taken by mistake. */
const MEASURED_FAMILY = "Thaw Measured";

function textMeasurer(): MeasureText {
  for (const file of fontFiles()) {
    GlobalFonts.registerFromPath(file, MEASURED_FAMILY);
  }
  const context = createCanvas(1, 1).getContext("2d");
  return (text, font) => {
    const style = `${font.italic ? "italic " : ""}${font.bold ? "bold " : ""}`;
    context.font = `${style}${font.size}px "${MEASURED_FAMILY}"`;
    // Rounded, so that the last bits of a machine's arithmetic do not show.
    return Math.round(context.measureText(text).width * 100) / 100;
  };
}

function domRect({ left, top, right, bottom }: TextBox) {
  const [width, height] = [right - left, bottom - top];
  return { x: left, y: top, left, top, right, bottom, width, height };
}

/** Pseudo-random numbers in [0, 1) that depend on the seed alone. */
function numbersFrom(seed: string): () => number {
  let block = new Uint32Array(0);
  let used = 0;
  let count = 0;
  return () => {
    if (used === block.length) {
      const digest = createHash("sha256").update(`${count++} ${seed}`).digest();
      block = new Uint32Array(new Uint8Array(digest).buffer);
      used = 0;
    }
    return block[used++] / 2 ** 32;
  };
}

/** Room around the picture: automatic margins end at the ink. */
const FRAME = 8;

function framed(svg: string): string {
  const [, width, height] = /width="(\d+)" height="(\d+)"/.exec(svg)!.map(
    Number,
  );
  const [outerWidth, outerHeight] = [width + 2 * FRAME, height + 2 * FRAME];
  const size = `width="${outerWidth}" height="${outerHeight}"`;
  return svg
    .replace(`width="${width}" height="${height}"`, size)
    .replace(
      `viewBox="0 0 ${width} ${height}"`,
      `viewBox="${-FRAME} ${-FRAME} ${outerWidth} ${outerHeight}"`,
    )
    .replace(
      `<rect x="0" y="0" width="${width}" height="${height}"`,
      `<rect x="${-FRAME}" y="${-FRAME}" ${size}`,
    );
}

// deno-lint-ignore no-explicit-any -- jsdom comes without types
function giveCanvas(window: any): void {
  const canvases = new WeakMap<object, Canvas>();
  const canvasOf = (element: { width: number; height: number }): Canvas => {
    const canvas = canvases.get(element) ??
      createCanvas(element.width, element.height);
    if (canvas.width !== element.width) canvas.width = element.width;
    if (canvas.height !== element.height) canvas.height = element.height;
    canvases.set(element, canvas);
    return canvas;
  };
  const prototype = window.HTMLCanvasElement.prototype;
  prototype.getContext = function (kind: string) {
    return kind === "2d" ? canvasOf(this).getContext("2d") : null;
  };
  prototype.toDataURL = function () {
    return canvasOf(this).toDataURL("image/png");
  };
}

// deno-lint-ignore no-explicit-any -- jsdom comes without types
function giveTextLayout(window: any, measure: MeasureText): void {
  const prototype = window.SVGElement.prototype;
  prototype.getBBox = function (this: SvgNode) {
    return domRect(textBox(this, measure));
  };
  prototype.getBoundingClientRect = function (this: SvgNode) {
    return domRect(textBoxOnPage(this, measure));
  };
  prototype.getComputedTextLength = function (this: SvgNode) {
    return textWidth(this, measure);
  };
}

/** Draws figures one after the other. */
export class PlotlyWindow {
  // deno-lint-ignore no-explicit-any -- jsdom comes without types
  readonly #window: any;

  /** @throws {Error} If a native add-on or a file may not be loaded. */
  constructor() {
    const dom = new JSDOM("<!doctype html><body></body>", {
      runScripts: "outside-only",
      pretendToBeVisual: true,
    });
    this.#window = dom.window;
    giveCanvas(this.#window);
    giveTextLayout(this.#window, textMeasurer());
    // Plotly asks for these while it loads and never needs them for a picture.
    this.#window.URL.createObjectURL = () => "blob:none";
    this.#window.URL.revokeObjectURL = () => {};
    const file = fileURLToPath(import.meta.resolve("plotly.js-dist"));
    this.#window.eval(readFileSync(file, "utf8"));
  }

  /**
   * The figure as SVG text; the same figure gives the same text.
   *
   * @param figure `{ data, layout }` as JSON.
   */
  async toSvg(figure: string): Promise<string> {
    // Plotly's ids are random, so the numbers are drawn from the figure:
    // equal in each run, different between the figures of one page.
    this.#window.Math.random = numbersFrom(figure);
    const url: string = await this.#window.Plotly.toImage(
      this.#window.JSON.parse(figure),
      { format: "svg" },
    );
    return framed(decodeURIComponent(url.slice(url.indexOf(",") + 1)));
  }

  close(): void {
    this.#window.close();
  }
}
