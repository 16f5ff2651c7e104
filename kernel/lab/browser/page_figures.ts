/**
 * Figures of a page that stands alone: each picture that has its data beside
 * it gives way to Plotly.
 *
 * @module
 */

import { browser, type PageElement } from "./dom.ts";
import { figureOf, fitted } from "./figure_json.ts";
import { describeFigure } from "./figure_text.ts";
import { exportSvgButton, type Plotly } from "./plotly.ts";
import { shrinkTo } from "./shrink_to.ts";
import { type PageTheme, themed } from "./theme.ts";

/** What is used of the page beside what the extension uses. */
interface Page {
  Plotly: Plotly;
  document: { querySelectorAll(selector: string): Iterable<Holder> };
  matchMedia(query: string): {
    matches: boolean;
    addEventListener(type: "change", listener: () => void): void;
  };
}

/** An element with a picture, and its data as JSON in a script. */
interface Holder extends PageElement {
  querySelector(selector: string): (PageElement & { alt?: string }) | null;
}

const page = globalThis as unknown as Page;
const dark = page.matchMedia("(prefers-color-scheme: dark)");

function theme(): PageTheme {
  const style = browser.getComputedStyle(browser.document.body);
  const ink = style.getPropertyValue("--ink").trim();
  const paper = style.getPropertyValue("--paper").trim();
  const grid = style.getPropertyValue("--line").trim();
  return { isDark: dark.matches, ink, paper, grid };
}

for (const holder of page.document.querySelectorAll(".live-figure")) {
  const picture = holder.querySelector("img");
  const data = holder.querySelector("script")?.textContent;
  if (!data) continue;
  const figure = figureOf(JSON.parse(data));
  const place = browser.document.createElement("div");
  const resized = new browser.ResizeObserver(() => void draw());
  const draw = async () => {
    // Text has no size in what is folded away.
    if (holder.clientWidth === 0) return;
    const drawn = fitted(themed(figure, theme()), holder.clientWidth, [
      exportSvgButton(page.Plotly),
    ]);
    try {
      shrinkTo(holder.clientWidth, place, drawn);
      await page.Plotly.react(place, drawn);
    } catch {
      // The picture stays.
      resized.disconnect();
      place.remove();
      return;
    }
    describeFigure(place, figure, picture?.alt);
    picture?.remove();
  };
  holder.append(place);
  resized.observe(holder);
  dark.addEventListener("change", () => void draw());
}
