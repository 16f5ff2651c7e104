import { deepStrictEqual } from "node:assert/strict";
import { fitted } from "../../../../kernel/lab/browser/figure_json.ts";
import type { PageElement } from "../../../../kernel/lab/browser/dom.ts";
import { shrinkTo } from "../../../../kernel/lab/browser/shrink_to.ts";

/** What a place of `width` pixels does to a figure of 720 by 400. */
function scaleAndHeight(width: number) {
  const layout = { width: 720, height: 400 };
  const figure = fitted({ data: [], layout, config: {} }, width, []);
  const style = { transform: "", height: "" };
  shrinkTo(width, { style } as Partial<PageElement> as PageElement, figure);
  return [style.transform, style.height];
}

Deno.test("shrinkTo() makes a figure smaller, and its place as high", () => {
  deepStrictEqual(scaleAndHeight(540), ["scale(0.75)", "300px"]);
  deepStrictEqual(scaleAndHeight(180), ["scale(0.375)", "150px"]);
});

Deno.test("shrinkTo() makes no figure larger", () => {
  deepStrictEqual(scaleAndHeight(1200), ["", "400px"]);
});
