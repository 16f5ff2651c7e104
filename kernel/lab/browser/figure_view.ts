/**
 * A figure in a cell's output: drawn by Plotly, changed in place.
 *
 * @module
 */

import { browser } from "./dom.ts";
import { describeFigure } from "./figure_text.ts";
import { type Figure, figureOf, fitted } from "./figure_json.ts";
import { askForMap, isMap } from "./map_question.ts";
import type { MimeModel, Renderer, Widgets } from "./lab_types.ts";
import { exportSvgButton, loadPlotly } from "./plotly.ts";
import { shrinkTo } from "./shrink_to.ts";
import { pageTheme, themed } from "./theme.ts";

/** MIME type of Plotly JSON. */
export const PLOTLY_JSON = "application/vnd.plotly.v1+json";

/**
 * The class of the outputs, made of the `Widget` that Lab itself uses.
 *
 * Zoom, hidden traces and the element stay when new data come (`react`); data
 * that come while Plotly still draws are dropped for the newest.
 */
export function figureView(Widget: Widgets["Widget"]) {
  return class FigureView extends Widget implements Renderer {
    readonly #place = browser.document.createElement("div");
    #figure: Figure | undefined;
    #drawing: Promise<void> | undefined;
    #isStale = false;
    #hasFailed = false;
    /** Whether the reader lets it load maps. */
    #mayLoadMaps = false;
    readonly #resized = new browser.ResizeObserver(() => this.#widthChanged());
    readonly #themeChanged = new browser.MutationObserver(() =>
      void this.#draw()
    );
    #width = 0;

    constructor() {
      super();
      this.addClass("thaw-figure");
      this.node.style.overflow = "hidden";
      this.node.append(this.#place);
      this.#resized.observe(this.node);
      this.#themeChanged.observe(browser.document.body, {
        attributeFilter: ["data-jp-theme-light", "data-jp-theme-name"],
      });
    }

    async renderModel(model: MimeModel): Promise<void> {
      this.#figure = figureOf(model.data[PLOTLY_JSON]);
      const text = model.data["text/plain"];
      describeFigure(this.node, this.#figure, text);
      await this.#draw();
    }

    override dispose(): void {
      if (this.isDisposed) return;
      this.#resized.disconnect();
      this.#themeChanged.disconnect();
      this.#figure = undefined;
      void loadPlotly().then((Plotly) => Plotly.purge(this.#place));
      super.dispose();
    }

    #widthChanged(): void {
      const { clientWidth } = this.node;
      // 0 while Lab has the cell out of sight.
      if (clientWidth === 0 || clientWidth === this.#width) return;
      void this.#draw();
    }

    /** Draws the newest figure, after the one that is being drawn. */
    #draw(): Promise<void> {
      this.#isStale = true;
      return this.#drawing ??= this.#drawAll().finally(() => {
        this.#drawing = undefined;
      });
    }

    #ask(): void {
      askForMap(this.#place, () => {
        this.#mayLoadMaps = true;
        this.#place.textContent = "";
        void this.#draw();
      });
    }

    async #drawAll(): Promise<void> {
      const Plotly = await loadPlotly();
      if (this.#figure && !this.#mayLoadMaps && isMap(this.#figure)) {
        return this.#ask();
      }
      while (this.#isStale && this.#figure) {
        this.#isStale = false;
        this.#width = this.node.clientWidth;
        // Text has no size while Lab has the cell out of sight: the subtitle
        // would lie on the title. It is drawn once there is room.
        if (this.#width === 0) {
          // Lab hides all for less than a frame when its theme changes, of
          // which no observer hears.
          browser.requestAnimationFrame(() => this.#widthChanged());
          return;
        }
        const figure = fitted(
          themed(this.#figure, pageTheme()),
          this.#width,
          [exportSvgButton(Plotly)],
        );
        try {
          if (this.#hasFailed) this.#place.textContent = "";
          this.#hasFailed = false;
          shrinkTo(this.#width, this.#place, figure);
          await Plotly.react(this.#place, figure);
        } catch (error) {
          // What Plotly can't draw must not look empty.
          Plotly.purge(this.#place);
          this.#hasFailed = true;
          this.#place.style.transform = this.#place.style.height = "";
          this.#place.textContent = `Plotly can't draw this figure: ${error}`;
        }
      }
    }
  };
}
