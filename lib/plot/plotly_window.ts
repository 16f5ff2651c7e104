/**
 * Plotly in a window without a browser: linkedom for the document, a native
 * canvas for heatmaps and for the widths of text.
 *
 * It draws a figure as the SVG that Plotly gives; `rasterise.ts` makes pixels
 * of it. Loading takes a third of a second, so it is loaded in the render
 * worker.
 *
 * @module
 */

import { type Canvas, createCanvas, GlobalFonts } from "@napi-rs/canvas";
import { parseHTML } from "linkedom";
import { createHash } from "node:crypto";
import { svgPathProperties } from "svg-path-properties";
import { fontFiles } from "./fonts.ts";
import {
  bundleFor,
  loadBundle,
  type Plotly,
  type PlotlyBundle,
} from "./plotly_bundle.ts";
import { svgText } from "./svg_text.ts";
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

/** Time from one frame to the next, in a browser. */
const FRAME_MS = 16;

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

// deno-lint-ignore no-explicit-any -- parts of a DOM
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

/**
 * Pictures that Plotly loads before it can draw: from the network or a file,
 * which a static picture doesn't reach, or those of traces. The native
 * canvas's own ends the process on bytes that are no picture.
 */
class PlotlyImage {
  /** @throws {Error} Always, with what to do. */
  set src(source: string) {
    throw new Error(
      source.startsWith("data:")
        ? "browsers draw a trace of type image with a source; with z it can be drawn here"
        : `it names the image ${source}, and only one given as a data: URL can be drawn`,
    );
  }

  setAttribute(name: string, value: string): void {
    if (name === "src") this.src = value;
  }
}

// deno-lint-ignore no-explicit-any -- parts of a DOM
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

/** Of arrows, labels on contours, and violins. */
// deno-lint-ignore no-explicit-any -- parts of a DOM
function givePathLengths(window: any): void {
  const prototype = window.SVGElement.prototype;
  const pathOf = (element: SvgNode) => {
    try {
      return new svgPathProperties(element.getAttribute?.("d") || "M0,0");
    } catch {
      // Plotly writes `L0,` where a logarithmic axis has no place for a value.
      return new svgPathProperties("M0,0");
    }
  };
  prototype.getTotalLength = function (this: SvgNode) {
    return pathOf(this).getTotalLength();
  };
  prototype.getPointAtLength = function (this: SvgNode, length: number) {
    return pathOf(this).getPointAtLength(length);
  };
}

// deno-lint-ignore no-explicit-any -- parts of a DOM
function giveWhatLinkedomLacks(window: any): void {
  // Plotly asks for `text`; linkedom names all elements in capitals, as HTML.
  Object.defineProperty(window.SVGElement.prototype, "nodeName", {
    get(this: { localName: string }) {
      return this.localName;
    },
  });
  window.getComputedStyle = (element: { style: unknown }) => element.style;
  window.XMLSerializer = class {
    serializeToString = svgText;
  };
  window.requestAnimationFrame = (callback: () => void) =>
    setTimeout(callback, FRAME_MS);
  window.cancelAnimationFrame = clearTimeout;
}

/** Names that Plotly takes from the window without saying so. */
const GLOBALS = [
  "window",
  "document",
  "DOMParser",
  "Element",
  "HTMLElement",
  "SVGElement",
  "ShadowRoot",
  "XMLSerializer",
  "getComputedStyle",
  "requestAnimationFrame",
  "cancelAnimationFrame",
];

/**
 * Draws figures one after the other.
 *
 * linkedom's window is a view of the thread's own globals, and writes go there:
 * for a worker that does nothing else.
 */
export class PlotlyWindow {
  readonly #plotlys = new Map<PlotlyBundle, Plotly>();
  /** As Plotly sees it; its `random` is set for each figure. */
  readonly #math = Object.create(Math, {
    random: { value: Math.random, writable: true },
  });
  readonly #globals: Record<string, unknown>;

  /** @throws {Error} If a native add-on or a file may not be loaded. */
  constructor() {
    // deno-lint-ignore no-explicit-any -- parts of a DOM
    const window: any = parseHTML(
      "<!doctype html><html><head></head><body></body></html>",
    );
    giveCanvas(window);
    giveTextLayout(window, textMeasurer());
    givePathLengths(window);
    giveWhatLinkedomLacks(window);
    this.#globals = {
      ...Object.fromEntries(GLOBALS.map((name) => [name, window[name]])),
      self: window,
      Image: PlotlyImage,
      Math: this.#math,
    };
  }

  /**
   * The figure as SVG text; the same figure gives the same text.
   *
   * @param figure `{ data, layout }` as JSON.
   */
  async toSvg(figure: string): Promise<string> {
    const plotly = this.#plotly(bundleFor(figure));
    // Plotly's ids are random, so the numbers are drawn from the figure:
    // equal in each run, different between the figures of one page.
    this.#math.random = numbersFrom(figure);
    const url = await plotly.toImage(JSON.parse(figure), { format: "svg" });
    return framed(decodeURIComponent(url.slice(url.indexOf(",") + 1)));
  }

  #plotly(bundle: PlotlyBundle): Plotly {
    const loaded = this.#plotlys.get(bundle);
    if (loaded) return loaded;
    const plotly = loadBundle(bundle, this.#globals);
    this.#plotlys.set(bundle, plotly);
    return plotly;
  }
}
