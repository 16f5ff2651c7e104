import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { figureOf } from "../../../../kernel/lab/browser/figure_json.ts";
import { themed } from "../../../../kernel/lab/browser/theme.ts";
import { layout } from "../../../../lib/plot/theme.ts";

const DARK = { isDark: true, paper: "#111", ink: "#eee", grid: "#444" };
const LIGHT = { isDark: false, paper: "#fff", ink: "#222", grid: "#e5e5e5" };

Deno.test("themed() gives the library's figures the page's ink and paper", () => {
  const figure = figureOf({ data: [], layout: layout("A title") });
  const { paper_bgcolor, font } = themed(figure, DARK).layout;
  strictEqual(paper_bgcolor, "#111");
  strictEqual((font as { color: string }).color, "#eee");
});

Deno.test("themed() makes the palette's black visible in the dark", () => {
  const data = [{ type: "scatter", y: [1], line: { color: "#000000" } }];
  const figure = figureOf({ data, layout: layout("A title") });
  deepStrictEqual(themed(figure, DARK).data[0].line, { color: "#eee" });
});

Deno.test("themed() leaves a figure its own paper", () => {
  const figure = figureOf({ data: [], layout: { paper_bgcolor: "beige" } });
  strictEqual(themed(figure, DARK), figure);
});

Deno.test("themed() gives a figure without colours defaults in the dark only", () => {
  const figure = figureOf({ data: [], layout: {} });
  strictEqual(themed(figure, LIGHT), figure);
  strictEqual("template" in themed(figure, DARK).layout, true);
});
