/**
 * A figure that changes in place while something runs.
 *
 * @module
 */

import {
  LiveDisplay,
  type LiveDisplayOptions,
} from "../display/live_display.ts";
import { DISPLAY } from "../display/mime_bundle.ts";
import type { Figure } from "./figure.ts";
import { prepareToDraw } from "./picture.ts";

/** Least time between two states that are shown. */
const STATE_MS = 100;

/** Least time between the starts of two pictures. */
const PICTURE_MS = 400;

/** Milliseconds without drawing for each one of drawing: cells need them. */
const REST = 0.7;

/**
 * One output that shows the newest state of a figure.
 *
 * Each state is sent as Plotly JSON, which costs nothing and which JupyterLab
 * draws with Thaw's extension, together with the last picture that the worker
 * has drawn, which is what other front ends show. It draws about two a second
 * and rests in between, since a training may need all cores.
 */
export class LiveFigure {
  readonly #display: LiveDisplay;
  #newest: Figure | undefined;
  #svg: string | undefined;
  /** The state that the picture is of. */
  #drawn: Figure | undefined;
  #drawing: Promise<void> | undefined;
  #drawAgainAt = -Infinity;

  constructor(options: LiveDisplayOptions = {}) {
    this.#display = new LiveDisplay({ interval: STATE_MS, ...options });
    // Loading takes a second or two, in which the first states come.
    if (this.#display.isUpdatable) prepareToDraw();
  }

  /**
   * Shows a state, if the last one is old enough.
   *
   * @param make Gives the figure; called only if it will be shown.
   */
  update(make: () => Figure): void {
    if (!this.#display.isUpdatable || !this.#display.isDue) return;
    this.#newest = make();
    this.#show();
    if (performance.now() >= this.#drawAgainAt) void this.#draw();
  }

  /**
   * Waits until the picture is that of the newest state, which may have come
   * too soon after another one to be drawn.
   */
  async settle(): Promise<void> {
    // Where nothing can be drawn the time to draw again never comes.
    while (this.#drawn !== this.#newest && this.#drawAgainAt !== Infinity) {
      await this.#draw();
    }
  }

  #show(): void {
    this.#display.update(() => this.#newest!.state(this.#svg));
  }

  /** Draws the newest state, if none is being drawn. */
  #draw(): Promise<void> {
    return this.#drawing ??= this.#drawState(this.#newest!).finally(() => {
      this.#drawing = undefined;
    });
  }

  async #drawState(figure: Figure): Promise<void> {
    const started = performance.now();
    try {
      const isFirst = this.#svg === undefined;
      this.#svg = await figure.toSvg();
      this.#drawn = figure;
      const ended = performance.now();
      // The first one waited for the worker to load, and drew nothing then.
      const rest = isFirst ? 0 : REST * (ended - started);
      this.#drawAgainAt = Math.max(started + PICTURE_MS, ended + rest);
      this.#show();
    } catch {
      // Without the means to draw, the end says so in words.
      this.#drawAgainAt = Infinity;
    }
  }

  /** Shows the figure as it stays; without a notebook, in words. */
  async finish(figure: Figure): Promise<void> {
    await this.#display.finish(
      this.#display.isUpdatable
        ? await figure[DISPLAY]()
        : { "text/plain": `${figure.summary} (no notebook to draw it in)` },
    );
  }
}
