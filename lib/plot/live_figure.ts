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

/** For each millisecond of drawing, so many are left to what runs. */
const REST = 4;

/**
 * One output that shows the newest state of a figure, twice a second at most.
 *
 * Pictures are drawn by the worker; a state that comes while it draws or rests
 * is dropped. It rests, since a training may need all cores.
 */
export class LiveFigure {
  readonly #display: LiveDisplay;
  #isDrawing = false;
  #restUntil = -Infinity;

  constructor(options: LiveDisplayOptions = {}) {
    this.#display = new LiveDisplay({ interval: 500, ...options });
  }

  /**
   * Shows a state, if the last one is old enough and drawn.
   *
   * @param make Gives the figure; called only if it will be shown.
   */
  update(make: () => Figure): void {
    const display = this.#display;
    const started = performance.now();
    if (!display.isUpdatable || !display.isDue) return;
    if (this.#isDrawing || started < this.#restUntil) return;
    this.#isDrawing = true;
    void make().preview()
      .then((bundle) => display.update(() => bundle))
      .finally(() => {
        const now = performance.now();
        this.#restUntil = now + REST * (now - started);
        this.#isDrawing = false;
      });
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
