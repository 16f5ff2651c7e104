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

Deno.test("gradientNorms() throws on norms that are none", () => {
  throws(() => gradientNorms({ a: -1 }), RangeError);
  throws(() => gradientNorms({}), RangeError);
});
