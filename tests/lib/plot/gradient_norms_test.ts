import { deepStrictEqual, strictEqual, throws } from "node:assert/strict";
import type { PlotlyObject } from "../../../lib/plot/figure.ts";
import { gradientNorms } from "../../../lib/plot/gradient_norms.ts";

Deno.test("gradientNorms() writes the norm beside each bar, 0 included", () => {
  const { data, layout, summary } = gradientNorms({ frozen: 0, out: 0.25 });
  deepStrictEqual(data[0].text, ["0", "0.25"]);
  strictEqual((layout.xaxis as PlotlyObject).type, "log");
  strictEqual(summary, "Gradients per layer: frozen 0; out 0.25");
});

Deno.test("gradientNorms() draws a line per layer where there are steps", () => {
  const { data } = gradientNorms({ a: [0, 0], b: [1, 0] });
  deepStrictEqual(data.map(({ name, x, y }) => ({ name, x, y })), [
    { name: "a (always 0)", x: [1, 2], y: [null, null] },
    { name: "b", x: [1, 2], y: [1, null] },
  ]);
});

Deno.test("gradientNorms() shows a single norm beside lines, and names gaps", () => {
  const { data, summary } = gradientNorms({
    once: [1],
    line: [1, 2, 3],
    broken: [1, NaN, 2],
    none: [],
  });
  deepStrictEqual(data.map(({ name, mode }) => [name, mode]), [
    ["once", "lines+markers"],
    ["line", "lines"],
    ["broken (no number in step 2)", "lines+markers"],
    ["none (no step)", "lines+markers"],
  ]);
  strictEqual(
    summary,
    "Gradients per step: once 1 to 1; line 1 to 3; broken 1 to 2; none no step",
  );
});

Deno.test("gradientNorms() throws on norms that are none", () => {
  throws(() => gradientNorms({ a: -1 }), RangeError);
  throws(() => gradientNorms({}), RangeError);
});
